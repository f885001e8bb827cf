"""Which words say where a family is from, what it speaks, what it believes?

Lists, so that a reader sees what is looked for and adds to it. With a capital letter they are no other word. They are
some of the peoples and languages that services of England meet; a person still reads every line.
"""

from __future__ import annotations

# Peoples whose first language is mostly not English, and languages: what is to be learnt is the need of an interpreter.
_ABROAD = """
Afghan Albanian Algerian Angolan Arab Armenian Austrian Bangladeshi Belarusian Belgian Bolivian Bosnian Brazilian
Bulgarian Cameroonian Chilean Chinese Colombian Congolese Croat Croatian Cuban Cypriot Czech Dane Danish Dutch Egyptian
Eritrean Estonian Ethiopian Filipino Finn Finnish French Gambian Georgian German Ghanaian Greek Hungarian Indian
Indonesian Iranian Iraqi Israeli Italian Ivorian Japanese Jordanian Kenyan Korean Kosovan Kurd Kurdish Kuwaiti Latvian
Lebanese Liberian Libyan Lithuanian Macedonian Malawian Malaysian Maltese Mauritian Mexican Moldovan Mongolian Moroccan
Nepalese Nigerian Norwegian Pakistani Palestinian Peruvian Pole Polish Portuguese Romanian Russian Rwandan Saudi
Senegalese Serb Serbian Slovak Slovenian Somali Spaniard Spanish Sudanese Swede Swedish Swiss Syrian Taiwanese Tamil
Tanzanian Thai Tibetan Tunisian Turk Turkish Ugandan Ukrainian Uzbek Venezuelan Vietnamese Yemeni Zambian Zimbabwean
Amharic Arabic Bengali Cantonese Dari Farsi Gujarati Hindi Mandarin Pashto Punjabi Romani Sylheti Tigrinya Urdu
"""
# Peoples of whom many speak English at home: nothing is said in their place.
_AT_HOME = """
African American Asian Australian Barbadian British Canadian Caribbean Gypsy Gypsies Irish Jamaican Roma
Romany Scottish Traveller Trinidadian Welsh
"""
_COUNTRIES = """
Afghanistan Albania Algeria America Angola Armenia Australia Austria Bangladesh Barbados Belarus Belgium Bolivia Bosnia
Brazil Bulgaria Cameroon Canada Chile China Colombia Congo Croatia Cuba Cyprus Denmark Egypt Eritrea Estonia Ethiopia
Finland France Gambia Germany Ghana Greece Guyana Hungary India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan
Kenya Korea Kosovo Kurdistan Kuwait Latvia Lebanon Liberia Libya Lithuania Macedonia Malawi Malaysia Malta Mauritius
Mexico Moldova Mongolia Morocco Nepal Netherlands Nigeria Norway Pakistan Palestine Peru Philippines Poland Portugal
Romania Russia Rwanda Scotland Senegal Serbia Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan
Tanzania Thailand Tibet Tunisia Turkey Uganda Ukraine Uzbekistan Venezuela Vietnam Yemen Zambia Zimbabwe
"""
_FAITHS = """
Muslim Islamic Jewish Jew Hindu Sikh Buddhist Christian Catholic Protestant Orthodox Methodist Baptist Evangelical
Pentecostal Mormon Quaker Rastafarian Amish Hasidic Salafi Shia Sunni
"""
_OF_TWO_WORDS = ("Jehovah[’']s Witness(?:es)?", "Plymouth Brethren", "Latter[- ]day Saint", "Seventh[- ]day Adventist")

ABROAD = "|".join(_ABROAD.split())
AT_HOME = "|".join((*_AT_HOME.split(), "[Gg]ypsy", "[Gg]ypsies", "[Tt]raveller(?= family| families| community| child)"))
HERITAGE = (
    "White British|(?:[Mm]ixed|[Dd]ual)[- ](?:race|heritage)|"
    "[Bb]lack(?= (?:African|British|Caribbean|child|family|boy|girl|man|mother)\\b)"
)
COUNTRIES = "|".join(_COUNTRIES.split())
FAITHS = "|".join((*_FAITHS.split(), *_OF_TWO_WORDS))
WORSHIP = "mosque|synagogue|gurdwara|Kingdom Hall|madrasa|madrassa"
