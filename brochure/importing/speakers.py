"""Speakers: who says what is quoted, by the words beside it.

A speaker is a name ("Jeanne Morvan"), with what that person is ("maire de Plouvenec"), or a person
without a name ("le préfet"). ``NOBODY`` where the text says that something is said, and not by whom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from brochure.importing import word_lists
from brochure.importing.word_lists import SpeechWords, any_of, straight

LONGEST_NAME, LONGEST_ROLE = 78, 78
"""Characters, so that both with a comma are no longer than what a page takes."""

FEWEST_WORDS_OF_NAME = 2

FAR = 48
"""Characters after a verb in which its subject still stands."""

MOST_BETWEEN, MOST_AFTER = 8, 3
"""Words between a verb and the colon before a quotation, and between a speaker and a quotation."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker by ``name``, "" for nobody, and the ``role``, "" where the text names none."""

    name: str = ""
    role: str = ""

    @property
    def by(self) -> str:
        """Name and role as a page signs a quotation."""
        return f"{self.name}, {self.role}" if self.name and self.role else self.name


NOBODY = Speaker()

LEFT_OUT = "-"
"""The pronoun that a language leaves out."""


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker in a text, from ``start`` to ``end``; ``sure`` where it is a name or a known person."""

    speaker: Speaker
    start: int
    end: int
    sure: bool


_CAP = r"[^\W\d_a-zà-öø-ÿß][\w'’.-]{0,40}"
_PLURAL = re.compile(r"[^\W\d_]{1,30}(?: [^\W\d_]{1,30})?(?=[.,]|$)")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^ ]+")
_MARKS = ".,;:!?)»”"
_DETERMINED_END = re.compile(r"[.,;:!?()«»\"“”„‟‹›—–\[\]]| - ")
_BEFORE_ROLE = re.compile(r" ?, | \(")
_AGE = re.compile(r", \d{1,3}\b")
_SIGNS = frozenset(",–—")
_SMALL_WORDS = re.compile(r"(?:[a-zà-öø-ÿß-]{1,30} ){1,3}")


@dataclass(frozen=True, slots=True)
class _Patterns:
    name: re.Pattern[str]
    determined: re.Pattern[str]
    verb: re.Pattern[str]
    says: re.Pattern[str]
    said: re.Pattern[str]
    pronoun: re.Pattern[str]
    enclitic: re.Pattern[str]
    nobody: re.Pattern[str]
    according: re.Pattern[str]
    words_of: re.Pattern[str]
    names_of: re.Pattern[str]
    role_end: re.Pattern[str]
    person: re.Pattern[str]
    joiners: re.Pattern[str]
    clitic_verb: re.Pattern[str]
    beside_verb: re.Pattern[str]
    titled: re.Pattern[str]
    aged: re.Pattern[str]
    explaining: re.Pattern[str]
    last_name: re.Pattern[str]
    intro: re.Pattern[str]
    saying: re.Pattern[str]


@cache
def _patterns(lang: str) -> _Patterns:
    lists = word_lists.known(lang)
    words = lists.speech
    titles, flags = any_of(words.titles), re.IGNORECASE
    particle = rf"(?:{any_of(words.name_particles)} ?)"
    stems, endings = (
        "|".join(sorted(some, key=len, reverse=True)) for some in (words.stems, words.endings)
    )
    verb = rf"(?:{any_of(words.forms)}|(?:{stems})(?:{endings})(?!\w))"
    inverted = any_of(words.inverted)
    clitics = rf"(?:{any_of(words.clitics)} ?|-{inverted} ){{0,5}}"
    persons = any_of(words.persons)
    inner = r"\w{0,40}" if lists.labels.nouns_have_capitals else ""
    return _Patterns(
        name=re.compile(rf"(?:{titles} ){{0,2}}{_CAP}(?: (?:{particle}){{0,2}}{_CAP}){{0,4}}"),
        determined=re.compile(rf"{any_of(words.determiners)} ?", flags),
        verb=re.compile(rf"(?<!\w){verb}", flags),
        says=re.compile(rf"{clitics}(?<!\w){verb}(?:-(?P<pronoun>[\w-]{{2,8}}))?", flags),
        said=re.compile(
            rf"{any_of(words.auxiliaries)}-(?P<pronoun>{inverted}) (?:\w{{1,24}} )?{verb}", flags
        ),
        enclitic=re.compile(rf"-({inverted})", flags),
        pronoun=re.compile(rf"{any_of(words.pronouns)}", flags),
        nobody=re.compile(rf"{any_of(words.nobody)}", flags),
        according=re.compile(rf"(?:^|[,;.:] |(?<= )){any_of(words.according)} ?", flags),
        words_of=re.compile(rf"(?<!\w){any_of(words.words_of)} ?", flags),
        names_of=re.compile(
            rf"(?<!\w){inner}{any_of(words.names_of)}(?: [\w']{{1,24}})? ?:? ?$", flags
        ),
        role_end=re.compile(
            rf"(?:(?<= )|^){any_of(words.role_stops)}|[.,;:!?()«»\"“”„]| [–—-] |(?<= ){verb}", flags
        ),
        person=re.compile(rf"(?<!\w){inner}{persons}", flags),
        joiners=re.compile(rf"(?:[ ,:]|{any_of(words.joiners)}){{0,16}}", flags),
        clitic_verb=re.compile(rf"(?<= )(?:{any_of(words.clitics)} ?){{0,5}}(?<!\w){verb}", flags),
        beside_verb=re.compile(rf"(?: |{any_of(words.clitics)}|, ){{0,8}}", flags),
        titled=re.compile(rf"(?<= ){titles} {_CAP}"),
        aged=re.compile(rf"\d {any_of(lists.numbers.durations)}", flags),
        explaining=re.compile(rf", {any_of(words.determiners)}", flags),
        last_name=re.compile(rf"(?<![^ ])((?:{titles} )?{_CAP}(?: {_CAP}){{1,3}})$"),
        saying=re.compile(rf"(?<!\w){verb}(?: \w{{1,24}})?,? {any_of(words.that)} ?$", flags),
        intro=re.compile(rf"{any_of(words.intros)} ", flags),
    )  # fmt: skip


class SpeechOf:
    """Who speaks, in texts of one language."""

    def __init__(self, lang: str) -> None:
        lists = word_lists.known(lang)
        self.words: SpeechWords = lists.speech
        self.german = lists.labels.nouns_have_capitals
        self.patterns = _patterns(lang)
        self.adjectives = lists.labels.adjective_endings
        small = {*lists.labels.particles, *lists.labels.determiners, *lists.speech.name_particles}
        self.linking = frozenset(
            (*self.words.determiners, *self.words.name_particles, *self.words.links)
        )
        self.leaving = frozenset(lists.labels.stops) - small
        self.no_role = self.leaving | {*self.words.role_stops, *self.words.pronouns}

    # Persons

    def person(self, text: str, at: int = 0) -> Person | None:
        """The person that ``text`` names right at ``at``, with a role where one follows."""
        return self._named(text, at) or self._described(text, at)

    def _named(self, text: str, at: int) -> Person | None:
        """A person by name: "Jeanne Morvan, maire", "Stadtrat Peter Lohe", "historian Mary Cotton"."""
        match = self.patterns.name.match(text, at)
        if not match:
            return self._small_role(text, at)
        end = match.end()
        while text[end - 1] in "'.-" and not self._is_initial(text[at:end]):
            end -= 1
        name = text[at:end]
        first, _, rest = name.partition(" ")
        if len(name) > LONGEST_NAME or straight(first).lower() in self.words.determiners:
            return None
        titled = self.patterns.titled.search(text, at + 1, end)
        if titled and first not in self.words.titles:
            return self._titled_within(text, at, titled.start(), first)
        if self.german and self._is_name(rest) and self.patterns.person.fullmatch(first):
            return Person(Speaker(rest, first), at, end, True)
        if (
            not self._is_name(name)
            and not at
            and (small := self._small_role(first.lower() + text[end:], 0))
        ):
            return small  # "Chief executive Paul Denny" begins a sentence
        role, last = self._role(text, end)
        return Person(Speaker(name, role), at, last, self._is_name(name))

    def _titled_within(self, text: str, at: int, start: int, first: str) -> Person | None:
        """The person whose title is at ``start``: of "Sénat Mme Roy", or "Ministerin Dr. Roy"."""
        person = self._named(text, start)
        if person and self.patterns.person.fullmatch(first):
            return replace(person, speaker=Speaker(person.speaker.name, first), start=at)
        return person

    def _is_initial(self, name: str) -> bool:
        return bool(re.search(r"(?:^| )[^\W\d_a-z]\.$", name))

    def _is_name(self, name: str) -> bool:
        return len(name.split()) >= FEWEST_WORDS_OF_NAME

    def _small_role(self, text: str, at: int) -> Person | None:
        """A name with what the person is before it, without an article: "historian Mary Cotton"."""
        first = _SMALL_WORDS.match(text, at)
        if not first or not self.patterns.person.search(first[0]):
            return None
        if self.patterns.determined.match(straight(first[0])):
            return None
        name = self.patterns.name.match(text, first.end())
        if not name or not self._is_name(name[0]):
            return None
        return Person(Speaker(name[0].rstrip("'."), first[0].strip()), at, name.end(), True)

    def _described(self, text: str, at: int) -> Person | None:
        """A person by an article and a noun: "la directrice de l'hôpital", "one commuter"."""
        article = self.patterns.determined.match(straight(text), at)
        if not article or text[article.end() - 1] not in " '’":
            return None
        named = self._named(text, article.end())
        if named and named.sure and named.speaker.name.split()[0] in self.words.titles:
            return named  # "le Pr Antoine Riou"
        end = self._phrase_end(text, article.end())
        noun = text[article.end() : end].strip()
        if not 2 < len(noun) <= LONGEST_NAME:
            return None
        if signed := self._named_after_noun(noun):
            if self.patterns.person.search(signed.role):
                return Person(signed, at, end, True)
            role, last = self._role(text, end)
            return Person(Speaker(signed.name, role), at, last, True)
        sure = self._is_person(noun)
        if sure and text[end : end + 2] == ", ":
            name = self.patterns.name.match(text, end + 2)
            if name and self._is_name(name[0]):
                return Person(Speaker(name[0].rstrip("'."), noun), at, name.end(), True)
        role, last = self._role(text, end) if sure else ("", end)
        return Person(Speaker(text[at:end].strip(), role), at, last, sure)

    def _is_person(self, noun: str) -> bool:
        """Whether ``noun`` begins with a word for a person: "directrice de l'hôpital"."""
        words = noun.split()[:3]
        known = next((i for i, word in enumerate(words) if self.patterns.person.search(word)), None)
        return known is not None and not any(
            straight(word).lower() in self.words.determiners for word in words[:known]
        )

    def _named_after_noun(self, noun: str) -> Speaker | None:
        """The name that ends a noun phrase, and what is before it: "historienne Maryse Cotten"."""
        found = self.patterns.last_name.search(noun)
        if not found:
            return None
        name, before = found[1], noun[: found.start()].split()
        if self.german:
            role, _, name = name.partition(" ")
            if not self.patterns.person.fullmatch(role) or len(name.split()) < FEWEST_WORDS_OF_NAME:
                return None
            return Speaker(name, " ".join((*before, role)))
        if not before or straight(before[-1]).lower() in self.linking:
            return None
        return Speaker(name, " ".join(before))

    def _phrase_end(self, text: str, at: int) -> int:
        """Where the noun phrase ends that begins at ``at``: at a mark, a verb, or what ends a role."""
        window = text[at : at + LONGEST_NAME + 40]
        ends = [len(window)]
        if mark := _DETERMINED_END.search(window):
            ends.append(mark.start())
        if stop := self._end_of_role(window, 1):
            ends.append(stop.start())
        if verb := self._verb_in(window):
            ends.append(verb)
        noun = False
        for word in _LETTERS.finditer(window):
            if word.start() and self._leaves(word[0], noun):
                ends.append(word.start())
                break
            noun = noun or word[0][0].isupper()
        words = window[: min(ends)].rstrip(" -").split(" ")
        while len(words) > 1 and straight(words[-1]).lower() in self.linking:
            words.pop()
        return at + len(" ".join(words))

    def _leaves(self, word: str, after_noun: bool) -> bool:
        """Whether ``word`` is no part of what names a person: a verb, "took", "wandte"."""
        if self.german:
            adjective = not after_noun and word.endswith(self.adjectives)
            return word.islower() and word not in self.linking and not adjective
        return word in self.leaving

    def _end_of_role(self, window: str, least: int = 0) -> re.Match[str] | None:
        """The first mark, verb of saying or other word in ``window`` that ends a role."""
        for match in self.patterns.role_end.finditer(straight(window), least):
            if not match[0][:1].isupper():
                return match
        return None

    def _verb_in(self, window: str) -> int | None:
        """Where the first verb of saying stands in ``window``, after its first word."""
        first = window.find(" ")
        if first < 0:
            return None
        for match in self.patterns.clitic_verb.finditer(straight(window), first):
            if match[0][0].islower():
                return match.start()
        return None

    def _role(self, text: str, at: int) -> tuple[str, int]:
        """What a person is whose name ends at ``at``, and where that ends; "" and ``at`` if nothing."""
        opening = _BEFORE_ROLE.match(text, at)
        if not opening:
            return "", at
        start = opening.end()
        window = text[start : start + LONGEST_ROLE + 40]
        end = self._end_of_role(window)
        last = end.start() if end else len(window)
        role = window[:last].rstrip(" -–—'’")
        first = straight(role.split()[0]).lower() if role.split() else ""
        if not 3 <= len(role) <= LONGEST_ROLE or (end and end.start() == 0):
            return "", at
        if not self.german and role[0].isupper() and not self.patterns.person.search(role):
            return "", at
        if first in self.no_role or role[0].isdigit() or self.patterns.aged.search(role):
            return "", at
        if self.german and not (role.split()[-1][0].isupper() and (role[0].isupper() or " " in role)):
            return "", at
        after = start + len(role)
        return role, after + (text[after : after + 1] == ")")

    # Beside a quotation

    def after(self, tail: str, closed: bool = False) -> Speaker | str | None:
        """Who says what stands before ``tail``: a speaker, a pronoun, or None where it is no saying.

        Where the words are ``closed`` by a full stop, a capital begins another sentence.
        """
        start = len(tail) - len(tail.lstrip(" ,.;:!?…–—-"))
        marks = tail[:start]
        if (closed or "." in marks) and tail[start : start + 1].isupper() and not _SIGNS & {*marks}:
            return None
        return (
            self._verb_first(tail, start)
            or self._speaker_first(tail, start)
            or self._source(tail, start)
        )

    def _verb_first(self, tail: str, start: int) -> Speaker | str | None:
        """Who "explique Anne Roy", "a-t-elle dit", "said a commuter" name, from ``start`` on."""
        straightened = straight(tail)
        if said := self.patterns.said.match(straightened, start):
            return said["pronoun"]
        says = self.patterns.says.match(straightened, start)
        if not says or says.end() == start:
            return None
        return says["pronoun"] or self._after_verb(tail, straightened, says.end())

    def _speaker_first(self, tail: str, start: int) -> Speaker | str | None:
        """Who "the mayor said", "Anne Roy, maire" and "he says" name, from ``start`` on."""
        person = self.person(tail, start)
        if person and (person.sure or not tail[start].isupper()):
            if self._says(tail, person.end, " ,)"):
                return person.speaker
            ends = bool(person.speaker.role) or not tail[person.end :].strip(' .)»”"')
            if person.sure and ends and _SIGNS & {*tail[:start]} and tail[start].isupper():
                return person.speaker
        pronoun = self.patterns.pronoun.match(straight(tail), start)
        return pronoun[0] if pronoun and self._says(tail, pronoun.end(), " ") else None

    def _source(self, tail: str, start: int) -> Speaker | None:
        """Who "selon l'association" names, from ``start`` on."""
        according = self.patterns.according.match(straight(tail), start)
        if not according or self._is_vague(according[0]):
            return None
        person = self.person(tail, according.end())
        return person.speaker if person else None

    def _is_vague(self, according: str) -> bool:
        """Whether ``according`` means many things, and a speaker only before a person: "pour"."""
        return according.strip(" ,;.:").lower() in self.words.vague

    def _says(self, text: str, at: int, marks: str) -> bool:
        """Whether a verb of saying stands in ``text`` at ``at``, beyond ``marks``."""
        first = at + len(text[at:]) - len(text[at:].lstrip(marks))
        verb = self.patterns.says.match(straight(text), first)
        return bool(verb and verb.end() > first)

    def _after_verb(self, tail: str, straightened: str, at: int) -> Speaker | str:
        """The speaker after a verb of saying that ends at ``at``, right there or a few words on."""
        rest = self.patterns.beside_verb.match(straightened, at)
        for start in (at + 1, rest.end() if rest else at + 1):
            if self.patterns.nobody.match(straightened, start):
                return NOBODY
            if pronoun := self.patterns.pronoun.match(straightened, start):
                return pronoun[0]
            if start < len(tail) and (person := self.person(tail, start)):
                return person.speaker
        if person := self._further_on(tail, at + 1):
            return person.speaker
        plural = _PLURAL.match(tail, at + 1)
        if plural and self.patterns.person.search(plural[0]):
            return Speaker(plural[0])
        if self.words.subjects_left_out and not tail[at:].strip(" .,;"):
            return LEFT_OUT
        return NOBODY

    def _further_on(self, tail: str, at: int) -> Person | None:
        """A sure person a few words after a verb: "a déclaré hier devant le Sénat Mme Roy"."""
        before = ""
        for word in _WORD.finditer(tail, at, min(len(tail), at + FAR)):
            if straight(word[0]).lower() in self.words.relatives:
                return None
            if straight(before).lower() not in self.linking:
                person = self.person(tail, word.start())
                if person and person.sure and not tail[person.end : person.end + 1].strip(_MARKS):
                    return person
            before = word[0].rstrip(",")
        return None

    def before(self, lead: str) -> Speaker | str | None:
        """Who says what stands after ``lead``, a sentence up to a quotation; as in `after`."""
        straightened = straight(lead).rstrip()
        if not straightened.strip(" :,") or self.patterns.names_of.search(straightened):
            return None
        colon = straightened.endswith(":")
        direct = colon or straightened.endswith(",")
        found = self._signed(lead, straightened) if colon else None
        found = found or self._source_before(lead, straightened)
        by_verb = found or self._by_verb(lead, straightened, direct)
        if by_verb is None and colon:  # "la ministre a été claire :"
            return self._subject(lead, sure=True)
        return by_verb

    def _signed(self, lead: str, straightened: str) -> Speaker | None:
        """The person that is all of ``lead`` before its colon, "Anne Roy :", "le mot de la maire :"."""
        clean = straightened.rstrip(" :")
        whole = self.person(lead, 0)
        if whole and whole.sure and whole.end >= len(clean):
            return whole.speaker
        named = self.patterns.words_of.search(clean)
        person = self.person(lead, named.end()) if named else None
        return person.speaker if person and person.end >= len(clean) - 1 else None

    def _source_before(self, lead: str, straightened: str) -> Speaker | None:
        """Who "selon Anne Roy" names, at most a few words before a quotation."""
        for match in self.patterns.according.finditer(straightened):
            person = self.person(lead, match.end())
            vague = self._is_vague(match[0])
            if person and (not vague or (person.sure and match.start() == 0)):
                between = straightened[person.end :].strip(" ,:").split()
                if len(between) <= MOST_AFTER:
                    return person.speaker
        return None

    def _by_verb(self, lead: str, straightened: str, direct: bool) -> Speaker | str | None:
        """Who a verb of saying in ``lead`` names, the last first: its subject, or who follows it."""
        for verb in reversed([*self.patterns.verb.finditer(straightened)]):
            gap = straightened[verb.end() :]
            if pronoun := self.patterns.enclitic.match(gap):
                return pronoun[1]
            joined = self.patterns.joiners.fullmatch(gap)
            near = joined or (direct and len(gap.split()) <= MOST_BETWEEN)
            before = lead[: verb.start()]
            following = self._following(lead, straightened, verb.end())
            aside = following and not following.sure and len(gap.split()) <= MOST_BETWEEN
            found = self._subject(before, sure=True) if near or aside else None
            found = found or (following.speaker if following else None)
            found = found or (self._subject(before, sure=False) if near else None)
            if found is not None:
                return found
            if joined and direct:
                return NOBODY
        return None

    def _following(self, lead: str, straightened: str, at: int) -> Person | None:
        """The person right after a verb that ends at ``at``, and close to the end of ``lead``."""
        rest = self.patterns.beside_verb.match(straightened, at)
        person = self.person(lead, rest.end() if rest else at + 1)
        if person is None:
            return None
        between = straightened[person.end :].strip(" ,:)").split()
        return person if len(between) <= MOST_AFTER else None

    def _subject(self, before: str, sure: bool) -> Speaker | str | None:
        """The subject of a verb after ``before``: the first person at the start of a clause.

        Where it need not be ``sure``, it may be all of the clause.
        """
        straightened = straight(before)
        for start in (0, *(m.end() for m in re.finditer(r"[,;:] ", straightened))):
            intro = self.patterns.intro.match(straightened, start)
            at = intro.end() if intro else start
            if pronoun := self.patterns.pronoun.match(straightened, at):
                return pronoun[0]
            person = self.person(before, at)
            if person and (person.sure if sure else not straightened[person.end :].strip(" ,")):
                return person.speaker
        return None

    def explains(self, tail: str) -> bool:
        """Whether ``tail`` says what was named before it: ", un programme"."""
        return bool(self.patterns.explaining.match(straight(tail)))

    def full(self, speaker: Speaker, before: str) -> Speaker | None:
        """``speaker``, who has one name alone, as the text ``before`` introduces the same person."""
        found = re.search(rf"(?:{_CAP} ){{1,2}}{re.escape(speaker.name)}(?!\w)", before)
        person = self.person(before, found.start()) if found else None
        if person and person.sure and person.speaker.name.endswith(f" {speaker.name}"):
            return person.speaker
        return None

    def at_start(self, sentence: str) -> Speaker | None:
        """The person that a sentence begins with, for a pronoun in the next."""
        person = self.person(sentence, 0)
        if person and (person.sure or _AGE.match(sentence, person.end)):
            return person.speaker
        return None
