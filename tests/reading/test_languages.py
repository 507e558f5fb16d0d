"""The language of a text: short ones in other languages are told, short English ones full of names are not mistaken."""

from __future__ import annotations

import pytest

from dissensus.reading import languages
from dissensus.reading.languages import language_of

ENGLISH = (
    (
        "Mayor Giovanni Bellucci met Francesca Moretti and Alessandro Ricci in Montefalco on Tuesday, "
        "police in Sant'Angelo confirmed."
    ),
    "Talks between Jürgen Weidenfeld and Klaus-Dieter Oberländer collapsed in Niederbrunn late Thursday night.",
    "Wojciech Brzezinski, Agnieszka Kowalczyk and Zbigniew Nowakowski were elected to the council of Starogora.",
    "Floods hit Puerto Escondido de Santa Rosa; Governor Ramón Echeverría Villalobos declares emergency.",
    "President Oleksandr Hryhorenko dismissed General Volodymyr Tkachuk after shelling near Verkhnodolynsk.",
    "Reykjarvik: Sigurdur Thorvaldsson and Gudrun Eyjolfsdottir win Hvalfjord harbour contract.",
    "Minister Nguyen Van Phuc visited Dong Hoa province with Tran Thi Minh Chau and Le Quang Huy.",
    "Striker Thiago Carvalho de Oliveira joins Atletico Belmonte from Ribeirao Claro on loan until June.",
    "Prime Minister Mehmet Yildirimoglu told reporters in Karadere that Ayse Kizilkaya resigned.",
    "Jean-Baptiste de La Roche-Beaulieu, Marie-Claire Fontenelle and Thierry Grandjean protest Saint-Aubin pipeline.",
    "Harbour stays open, council rules\nBrandmoor Gazette\nAda Quill\n21 April 2014",
    "Strike shuts mills; workers demand pay rise; owners refuse talks; police guard gates; mayor urges calm.",
    "Storm batters coast, thousands without power, ferry services suspended, schools closed",
    "Results: Van der Meulen 54, De Groot 48, Vandenbroucke 47, Verhoeven 39, Hoogstraten 33, Dijkgraaf 21 votes.",
    "Killed: Ahmed al-Rashidi, Fatima bint Khalid, Yusuf Abdelkarim, Omar Ben Haddou, Layla Mansour, Karim Zaidi.",
    (
        "Present: Anneliese Hohenstein, Bernd Zimmermann, Dietrich Schwarzkopf, Heinz Grünwald, Ulrike "
        "Steinbach, Jörg Vogelsang."
    ),
    (
        "Present: Dupont, Lefèvre, Beaumont, Charpentier, Delacroix, Montreuil, Rousselot, Villeneuve, "
        "Garnier, Bellefontaine."
    ),
    "Sánchez Robledo, Gutiérrez Montalbán, Hernández Olmedo, Castellanos Rivera, Domínguez Peralta, Villanueva Soto",
    (
        "Petrov, Sokolov, Mikhailov, Vorontsov, Dmitriev, Kuznetsov, Lebedev, Zaitsev, Karpov, Belyaev, "
        "Orlov, Gusev, Titov"
    ),
    "Mäkinen, Virtanen, Korhonen, Nieminen, Hämäläinen, Heikkinen, Koskinen, Järvinen, Lehtonen, Saarinen",
    "Officials in Santa Lucia del Monte say Don Carlos Benavides, mayor of San Isidro el Viejo, fled.",
    (
        "Chancellor Scholten-Bruckner praises Bundesrat deal; Freie Wähler leader Aigner-Hofstetter "
        "rejects compromise outright."
    ),
    "Breaking: Le Havre-sur-Mer fire contained, firefighters say; Rue de la République, Place du Marché reopened.",
    "Opera review: La Donna del Fiume, Teatro Nuovo, Villa San Marco; Il Canto della Notte, Arena di Monteverde.",
    "Kovacs Istvan, Nagy Ferenc and Szabo Erzsebet lead Magyar Szovetseg delegation visiting Budavar next week.",
    (
        "Ceasefire holds around Novopetrivka, Krasnohirsk, Zelenodol, Verbovets; shelling reported near "
        "Starobilka, monitors say."
    ),
    "Rebels seize Al Qasr, Tel Rahma, Bab al Hadid, Wadi Zaytun; army withdraws towards Jebel Amran.",
    "Wine prices: Château Belrive 2009 £45, Domaine des Ormes £38, Clos Saint-Vincent £61, Mas de la Tour £22",
    "Sumo: Takanohana Koji beats Wakamatsu Hiroshi; Asanoyama Kenta, Kitanoumi Daisuke, Hokutomaru Shingo unbeaten",
    (
        "Shares: Deutsche Wohnbau AG up 3%, Société Laitière SA down 2%, Banco Meridional flat, Nordsjø "
        "ASA up 1%, Ferrum SpA off 4%"
    ),
    "Pope visits Sant'Egidio al Monte; Cardinal Pietro Lombardini celebrates mass; pilgrims crowd Via dei Fiori.",
    "Handball: TSV Grünheide 31 SG Altenwerder 28, HC Nordmark 25 VfL Hasselbach 25, TuS Bergedamm 30 MTV Lindenau 22",
    (
        "Van der Berg meets De la Cruz; von der Heide and di Stefano attend; el Masri, bin Said, da "
        "Silva, dos Santos absent, too."
    ),
    "Quebec premier Lachance-Bouvier unveils budget, cuts taxes, freezes tuition, angers unions, pleases investors.",
    "Il Gattopardo, La Dolce Attesa, Le Jour se couche, Das Leben danach win prizes; festival ends amid rain, cheers.",
)
"""Headlines, lists and sentences with names of many languages; a newline stands in one. All invented."""

FOREIGN = (
    (
        "de",
        (
            "Der Rat der Stadt hat am Montag beschlossen, dass der Hafen im Winter offen bleibt. Die Fischer "
            "waren damit nicht einverstanden."
        ),
    ),
    ("de", "Die Bürgermeisterin wies die Vorwürfe zurück und kündigte eine Untersuchung an."),
    (
        "fr",
        (
            "Le conseil municipal a décidé lundi que le port resterait ouvert pendant l'hiver. Les pêcheurs "
            "n'étaient pas d'accord avec cette décision."
        ),
    ),
    (
        "fr",
        "Le maire a rejeté les accusations et promis une enquête sur les travaux du quai.",
    ),
    (
        "es",
        (
            "El ayuntamiento decidió el lunes que el puerto seguirá abierto durante el invierno. Los "
            "pescadores no estuvieron de acuerdo."
        ),
    ),
    (
        "es",
        "La alcaldesa rechazó las acusaciones y anunció una investigación sobre las obras.",
    ),
    (
        "it",
        (
            "Il consiglio comunale ha deciso lunedì che il porto resterà aperto durante l'inverno. I "
            "pescatori non erano d'accordo con la decisione."
        ),
    ),
    (
        "it",
        "Il sindaco ha respinto le accuse e ha annunciato un'inchiesta sui lavori del molo.",
    ),
    (
        "pt",
        (
            "A câmara decidiu na segunda-feira que o porto continuará aberto durante o inverno. Os "
            "pescadores não concordaram com a decisão."
        ),
    ),
    (
        "pt",
        "O presidente da câmara rejeitou as acusações e anunciou uma investigação às obras.",
    ),
    (
        "nl",
        (
            "De gemeenteraad heeft maandag besloten dat de haven in de winter open blijft. De vissers waren "
            "het daar niet mee eens."
        ),
    ),
    (
        "nl",
        "De burgemeester wees de beschuldigingen van de hand en kondigde een onderzoek aan.",
    ),
    (
        "pl",
        (
            "Rada miasta zdecydowała w poniedziałek, że port pozostanie otwarty przez całą zimę. Rybacy nie "
            "zgodzili się z tą decyzją."
        ),
    ),
    ("pl", "Burmistrz odrzucił zarzuty i zapowiedział śledztwo w sprawie budowy nabrzeża."),
    (
        "ru",
        (
            "Городской совет решил в понедельник, что гавань останется открытой всю зиму. Рыбаки не "
            "согласились с этим решением."
        ),
    ),
    ("ru", "Мэр отверг обвинения и объявил о начале расследования строительства причала."),
    (
        "uk",
        (
            "Міська рада вирішила в понеділок, що гавань залишиться відкритою всю зиму. Рибалки не "
            "погодилися з цим рішенням."
        ),
    ),
    ("uk", "Міський голова відкинув звинувачення та оголосив про початок розслідування."),
    (
        "tr",
        (
            "Belediye meclisi pazartesi günü limanın kış boyunca açık kalmasına karar verdi. Balıkçılar bu "
            "karara katılmadı."
        ),
    ),
    (
        "tr",
        "Belediye başkanı suçlamaları reddetti ve iskele inşaatı hakkında soruşturma başlattı.",
    ),
    (
        "sv",
        (
            "Kommunfullmäktige beslutade i måndags att hamnen ska vara öppen under vintern. Fiskarna höll "
            "inte med om beslutet."
        ),
    ),
    ("sv", "Borgmästaren avvisade anklagelserna och lovade en utredning av bygget."),
    (
        "el",
        (
            "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα ότι το λιμάνι θα μείνει ανοιχτό όλο τον χειμώνα. Οι "
            "ψαράδες διαφώνησαν."
        ),
    ),
    (
        "zh",
        "市议会星期一决定，港口整个冬天都将保持开放。渔民们不同意这一决定，并要求停止疏浚工程，直到关于新码头的争议得到解决为止。市长表示将很快与他们会面。",
    ),
    (
        "ar",
        "قرر مجلس المدينة يوم الاثنين أن يبقى الميناء مفتوحا طوال فصل الشتاء. ولم يوافق الصيادون على هذا القرار.",
    ),
)


@pytest.mark.parametrize("text", ENGLISH)
def test_a_short_english_text_with_foreign_names_is_not_taken_for_another_language(text):
    assert language_of(text) in (None, "en")


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_a_short_text_in_another_language_is_told(code, text):
    assert language_of(text) == code


def test_a_text_below_the_least_length_has_no_language():
    text = "Der Rat hat beschlossen, dass der Hafen offen bleibt."
    assert sum(map(str.isalpha, text)) < languages.SHORT_LETTERS
    assert language_of(text) is None


def test_a_german_quotation_in_a_short_english_text_leaves_it_without_another_language():
    assert language_of('The mayor said that "der Hafen bleibt offen, solange der Rat es will" was a lie.') is None


def test_names_alone_in_a_short_text_tell_no_language():
    """The classifier is sure that these are Finnish, and so they are, but the text around them may be English."""
    assert (
        language_of("Mäkinen, Virtanen, Korhonen, Nieminen, Hämäläinen, Heikkinen, Koskinen, Järvinen, Lehtonen")
        is None
    )


def test_a_short_text_in_another_language_is_told_of_in_a_warning_and_read(put, outcome):
    put("a.txt", "Die Bürgermeisterin wies die Vorwürfe zurück und kündigte eine Untersuchung an.")
    result = outcome()
    assert (result.codes, result.errors, result.document.language) == (["READ022"], [], "de")
