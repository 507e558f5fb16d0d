"""What a saved web page says about itself: JSON-LD, meta elements and marked times; nothing is worked out.

htmldate, which trafilatura uses, fills "2014-04" up with today's day and mends 31 February, so the date is read here.
The order (JSON-LD, Open Graph and its kin, microdata) is that of trafilatura's metadata module.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dissensus.reading.formats._foreign import Element

MAX_JSON_LD = 500_000
"""Longest JSON-LD block that is parsed, in characters."""

MAX_DEPTH = 12
"""Deepest level of JSON-LD that is looked into."""

_ARTICLE_TYPES = ("Article", "BlogPosting", "Report", "LiveBlogPosting", "WebPage")
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "pubdate", "publishdate", "publish-date",
    "publication_date", "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date",
    "article.published", "article:publish_date", "originalpublicationdate",
)  # fmt: skip
_TITLE = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title", "headline", "parsely-title")
_OUTLET = (
    "og:site_name",
    "citation_journal_title",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
)
_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "byl", "parsely-author")
_URL = ("og:url", "twitter:url")


def page_fields(tree: Element) -> dict[str, str]:
    """Title, outlet, authors, published and url as the page's own markup declares them.

    Args:
        tree: the page's root element (lxml).

    Returns:
        Field name to words as they stand there; fields that the page does not declare are missing.
    """
    fields: dict[str, str] = {}
    for item in _json_ld(tree):
        for name, value in _from_json_ld(item).items():
            fields.setdefault(name, value)
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        value = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and value:
                metas.setdefault(name, []).append(value)
    for field, names in (("published", _PUBLISHED), ("title", _TITLE), ("outlet", _OUTLET), ("url", _URL)):
        values = [metas[name][0] for name in names if name in metas]
        if values:
            fields.setdefault(field, values[0])
    authors = next((metas[name] for name in _AUTHOR if name in metas), [])
    authors = [author for author in authors if "://" not in author]
    if authors:
        fields.setdefault("authors", "; ".join(dict.fromkeys(authors)))
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and "://" in (link.get("href") or ""):
            fields["url"] = link.get("href").strip()
            break
    published = _marked_time(tree)
    if published:
        fields.setdefault("published", published)
    return {name: value for name, value in fields.items() if value}


def _marked_time(tree: Element) -> str | None:
    marked, plain = [], []
    for element in tree.iter("time", "span", "abbr", "div", "p"):
        value = (element.get("datetime") or element.get("content") or "").strip()
        if not value:
            continue
        if "datepublished" in (element.get("itemprop") or "").lower() or element.get("pubdate") is not None:
            marked.append(value)
        elif element.tag == "time" and any(parent.tag == "article" for parent in element.iterancestors()):
            plain.append(value)
    if marked:
        return str(marked[0])
    # An article with several times (updated, events, comments) does not say which is its own.
    return str(plain[0]) if len({value[:10] for value in plain}) == 1 else None


def _json_ld(tree: Element) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        words = script.text or ""
        if len(words) > MAX_JSON_LD:
            continue
        try:
            yield from _articles_in(json.loads(words, strict=False), MAX_DEPTH)
        except (ValueError, RecursionError):
            continue


def _articles_in(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles_in(item, depth - 1)
    elif isinstance(value, dict):
        types = value.get("@type")
        names = [types] if isinstance(types, str) else types if isinstance(types, list) else []
        if any(isinstance(name, str) and name.endswith(_ARTICLE_TYPES) for name in names):
            yield value
        yield from _articles_in(value.get("@graph"), depth - 1)


def _from_json_ld(item: dict[str, Any]) -> dict[str, str]:
    fields = {}
    for field, key in (("title", "headline"), ("published", "datePublished"), ("url", "url")):
        if isinstance(item.get(key), str):
            fields[field] = item[key].strip()
    for field, key in (("authors", "author"), ("outlet", "publisher")):
        names = list(dict.fromkeys(_names_in(item.get(key), MAX_DEPTH)))
        if names:
            fields[field] = "; ".join(names)
    return fields


def _names_in(value: object, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(value, str) and value.strip() and "://" not in value:
        yield value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _names_in(item, depth - 1)
    elif isinstance(value, dict):
        yield from _names_in(value.get("name"), depth - 1)
