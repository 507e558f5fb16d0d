"""The few error classes, and the catalogue of codes: what was found and what to do."""

from __future__ import annotations

from typing import ClassVar


class DissensusError(Exception):
    """Base of all errors of ours.

    Attributes:
        code: stable code, documented in the reference.
        exit_code: exit code of a command that ends with it.
        found: what was found, in one sentence.
        remedy: what to do about it, in one sentence.
    """

    default_code: ClassVar[str] = "DIS000"
    exit_code: ClassVar[int] = 2

    def __init__(self, found: str, *, code: str | None = None, remedy: str | None = None) -> None:
        self.code = code or self.default_code
        self.found = found
        self.remedy = remedy if remedy is not None else REMEDIES[self.code]
        super().__init__(f"{self.code}: {found}. {self.remedy}" if self.remedy else f"{self.code}: {found}")


class UsageError(DissensusError):
    """The call itself is wrong: a missing path, an unknown option value. Exit code 2."""

    default_code = "USE001"


class ReadingError(DissensusError):
    """One file or one row cannot be read; it is recorded and the rest goes on. Exit code 1."""

    default_code = "READ001"


class AnnotatingError(DissensusError):
    """One document cannot be annotated; it is recorded and the rest goes on. Exit code 1."""

    default_code = "ANN001"


class EvidenceError(DissensusError):
    """A record's words do not stand where it says; the write is refused."""

    default_code = "EVI001"


class ProjectError(DissensusError):
    """The project file cannot be used as asked."""

    default_code = "PRO001"


class NothingLeftError(ProjectError):
    """Every input failed, so there is nothing to compare; the problems say why. Exit code 1."""

    default_code = "PRO013"
    exit_code = 1


class PipelineError(DissensusError):
    """Steps that do not fit together, found when the pipeline is put together."""

    default_code = "PIP001"


class ReconcilingError(DissensusError):
    """A file of names, or a person's decision about actors, cannot be used as given."""

    default_code = "REC001"


class CodebookError(DissensusError):
    """A codebook, or a project of DNA that one is made of, cannot be used as given."""

    default_code = "REC020"


class DiscoveryError(DissensusError):
    """Claims cannot be discovered as asked, or their draft cannot be written."""

    default_code = "REC030"


class ModelError(DissensusError):
    """A trained model that comes with the package is missing or damaged."""

    default_code = "MOD001"


class LanguageModelError(DissensusError):
    """The optional language model cannot be asked as wanted; nothing else depends on it."""

    default_code = "LLM001"


class NetworkError(DissensusError):
    """A network, or an analysis of one, cannot be made as asked."""

    default_code = "NET001"


class DnaFileError(DissensusError):
    """A file of Discourse Network Analyzer cannot be read or written; the project is left as it was."""

    default_code = "DNA001"


class ExportError(DissensusError):
    """Something cannot be handed over in the format asked for."""

    default_code = "EXP001"


REMEDIES: dict[str, str] = {
    "DIS000": "Please report this with the command and the message",
    # use
    "USE001": "See --help for what the command takes",
    "USE002": "Check the path; give a file or a folder that exists",
    "USE003": "Give a folder with .txt, .md, .html, .pdf, .docx or .rtf files, or a table with one document a row",
    "USE004": "Install the pipeline or choose another with --language-model; `dissensus doctor` lists them",
    "USE005": "Correct the option; its allowed values stand in --help",
    "USE006": "Give a path that you may write to; folders that are missing are made",
    "USE007": "Correct the line; every line holds an object with claim and text",
    # reading
    "READ001": "Open the file in another program to see whether it is whole",
    "READ002": "Remove the file or put the article's text into it",
    "READ003": "Save the file as text, HTML, PDF, DOCX or RTF; binary files are not read",
    "READ004": "Rename the file so that its ending tells what it is",
    "READ005": "Get the file again: it is damaged or incomplete",
    "READ006": "Check where the file comes from: it unpacks to far more than an article holds",
    "READ007": "Split the file into one file an article, or raise --max-bytes",
    "READ008": "Break the text into lines or paragraphs, or split it",
    "READ009": "Save the file as UTF-8",
    "READ010": "Look at the text: control characters stand in it; save it again from its source",
    "READ011": "Change the file's permissions so that you may read it",
    "READ012": "Remove the link: it leads back to itself or nowhere",
    "READ013": "Name the columns with --columns, for instance --columns text=body,outlet=paper",
    "READ014": "Give every document an id of its own",
    "READ015": "Write the date as YYYY-MM-DD, YYYY-MM or YYYY; until then it counts as missing",
    "READ016": "Run text recognition (OCR) on the scan first",
    "READ017": "Save the article's page itself: the page holds no article text",
    "READ018": "Remove the password from the file",
    "READ019": "Correct the row; the other rows were read",
    "READ020": "Correct metadata.csv: name each file once and only files that are there",
    "READ021": "Split the document: it is longer than one article can be, or raise --max-characters",
    "READ022": "Only English is annotated; translate the document or leave it out",
    "READ023": "Look at the text: invisible or direction-changing characters stand in it",
    "READ024": "Nothing to do; the document was read once",
    "READ025": "Correct the pattern of --name-pattern or the file name",
    "READ026": "Give ordinary files; devices, pipes and sockets are not read",
    "READ027": "Look at the text: characters were lost before it reached this file",
    "READ028": "Save the file in one encoding, UTF-8, from the program it comes from",
    "READ029": "Save the article as .txt or .docx; reading the file takes too much time or memory",
    # annotating
    "ANN001": "Leave the document out or report it with its text",
    "ANN002": "Split the document or raise --document-seconds",
    "ANN003": "Run again: what was done is kept; with less memory use, for instance --jobs 1",
    "ANN004": "Leave the document out, or set its language to en in the metadata if it is in English",
    "ANN005": "In a script, call it under `if __name__ == '__main__':`, or use one job",
    # evidence
    "EVI001": "Read the project again from its documents; the words and positions must agree",
    "EVI002": "Report this with the document: an annotating step gave a record that does not fit together",
    # project
    "PRO001": "Check the path; if the file is no project, move it away and run again: the articles are read anew",
    "PRO002": "Choose another folder, or open the project that is there",
    "PRO003": "Upgrade Dissensus: the project was written by a newer version",
    "PRO004": "Wait until the other run has ended, or end it",
    "PRO005": "Restore the file from a copy, or move it away and run again: the articles are read anew",
    "PRO006": "Free disk space or check the folder's permissions, then run again: what was done is kept",
    "PRO007": "Run `dissensus annotate` and `dissensus compare` first",
    "PRO008": "Save the document as UTF-8: half a character cannot be stored",
    "PRO009": "Name a document or run that is in the project",
    "PRO010": "Correct the record; what a project takes stands in the reference of the project file",
    "PRO011": "Add a new record instead: texts, decisions and agreed codings are never changed",
    "PRO012": "Open the project with migration, which keeps a copy of the file beside it",
    "PRO013": "Mend what the listed problems name, then run again",
    # models
    "MOD001": "Install the package again; until then choose another reader with --statements",
    # actors: files of names and decisions
    "REC001": "Give a TOML or CSV file in UTF-8 (“Correct who is who”), or --no-aliases to forget a remembered one",
    "REC002": "Correct the name of the key or column, or take it out",
    "REC003": "Write the name out, in at most 1,000 characters",
    "REC004": "Use one of person, organisation, state, group, movement, place, or leave the kind out",
    "REC005": "Give the name to one actor only, or tell with documents or outlets where it is which",
    "REC006": "Take one of the two out: names that must stay apart cannot be one actor's",
    "REC007": "See `dissensus actors list PROJECT` for names and ids; after new articles, compare first",
    "REC008": "Give the id of the actor you mean",
    "REC009": "Take the other decision back first, or correct the alias file",
    "REC010": "See `dissensus actors explain` for what the actor's names are and where they stand",
    "REC011": "See `dissensus actors decisions PROJECT` for the numbers",
    "REC020": "Give a codebook in UTF-8 that ends in .toml or .csv (“Write a codebook”), or a DNA project (.dna)",
    "REC021": "Correct the name of the key or column, or take it out",
    "REC022": "Write the value as the reference of the codebook has it: texts in quotes, wordings as a list of texts",
    "REC023": "Give every claim an id of its own; ids that differ in capitals only count as the same",
    "REC024": "Write the date as YYYY, YYYY-MM or YYYY-MM-DD, or leave it out",
    "REC025": "Shorten it or split the codebook; the limits stand in the reference of the codebook",
    "REC026": "Type the text again: control, direction-changing or lost characters stand in it",
    "REC027": "Close the project in DNA, check that it is a file of DNA 3, and name a variable that it has",
    # discovery of claims
    "REC028": "See `dissensus claims check` for everything that is wrong with the codebook",
    "REC029": "Give one with --codebook FILE; `dissensus claims discover` writes a draft of one",
    "REC030": "Correct the option; its allowed values stand in --help",
    "REC031": "Give articles that state or demand something, or lower --min-outlets or --min-confidence",
    "REC032": "Give another name with --out, or --force to write over it: what you edited in it is lost",
    # learning from people
    "REC040": "Give one answer, supports, opposes or neither, for each pair, and every pair an id of its own",
    "REC041": "See `dissensus coding next PROJECT` for the keys; the first characters of one are enough",
    "REC042": "Copy the words exactly as they stand in the article",
    "REC043": "See `dissensus coding log PROJECT` for the numbers",
    "REC044": "Run `dissensus positions` with a codebook first, so that there is something to decide about",
    "REC045": "Nothing to do; `dissensus coding log PROJECT` shows what was decided",
    # the optional language model
    "LLM001": "Start the server or correct --llm-address; run again later: answers that came are kept in the cache",
    "LLM002": "Give an address such as http://localhost:11434/v1; a key belongs into an environment variable",
    "LLM003": "Check the model's name (--llm-model) and the key (--llm-key-variable) against what the server knows",
    "LLM004": "Put the key into the environment variable that --llm-key-variable names, without spaces or line breaks",
    "LLM005": "Give the address that it sends you to, if you trust it",
    "LLM006": "Lower max_tokens in the table language_model of the configuration, or use another server",
    "LLM007": "Run again and answer yes, or give --yes",
    "LLM008": "Give another file with --llm-cache, or remove this one: answers are then asked for again",
    # networks and their analyses
    "NET001": "Name variables of the statement type; `dissensus network FILE --variables` lists them",
    "NET002": "Correct the option; its allowed values stand in --help",
    "NET003": "Take other options, or leave --compatible dna out: this combination is computed without it",
    "NET004": "Widen the filters or the dates; nothing is left to make a network of",
    "NET005": "Give fewer nodes, windows or replicates; the limits stand in the reference of networks",
    "NET006": "Take another method or another number of camps; the others may well succeed on this network",
    "NET007": "Correct the file of the coder's reliability; the page on uncertainty shows one",
    "NET009": "Correct the table; the columns that it takes stand in “Import from DNA”",
    # files of Discourse Network Analyzer
    "DNA001": "Close the file in DNA and check that it is a database of DNA 3 (.dna)",
    "DNA002": "Get the file again: it is damaged or incomplete",
    "DNA003": "Close the program that has the file open, then try again",
    "DNA004": "Correct the record in DNA and give the file again; nothing of it was used",
    "DNA005": "Name a statement type of the file; `dissensus import-dna FILE --list` shows them",
    "DNA006": "Correct the mapping; `dissensus import-dna FILE --list` shows variables and their types",
    "DNA007": "Split the file: it is larger than what is read at one time",
    "DNA008": "Give this file a name of its own with --name: its documents are not those of the one imported before",
    "DNA009": "Leave the name out to write the file that was imported last, or give that of one that was imported",
    # handing over
    "EXP001": "Choose another format; each format's limits stand in the reference of exports",
    "EXP002": "Name a file in a folder that exists and that you may write to",
    "EXP003": "Draw fewer nodes: set a threshold, take the largest component only, or filter the statements",
    "EXP004": "Rename one of the two nodes, or choose another format",
    "EXP005": "Write each network on its own, or give a series of one kind in order of time",
    "EXP006": "Give a Parquet file that was written from networks",
    "EXP007": "Choose a format that holds all windows in one file, or make fewer windows",
    # pipeline
    "PIP001": "Put the step that gives it before the step that needs it",
    "PIP002": "Use an English pipeline; for statements spacy.blank('en') is enough",
}
"""Remedy by code. A code is never given a new meaning."""
