"""Ask one question of one open index.

In: a question, the earlier turns, today's date. Out: an Answer: verbatim statements with citations, or a refusal that says
what is missing and what is nearest. An article named by instrument and number is looked up; everything else is searched,
judged, and answered only if the evidence suffices. Keeps no state between questions; several threads may ask at once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from answer.articles import quote_articles
from answer.asking import Asking
from answer.cite import cite, outdated
from answer.compose import MOST_STATEMENTS, Draft, compose, says_something, whole_passage
from answer.difference import difference
from answer.evidence import Evidence, judge
from answer.examples import example_questions
from answer.filters import Filters
from answer.gate import REFUSE_BELOW, Features, answerable, confidence, read_features
from answer.offers import offers
from answer.old_and_new import old_and_new
from answer.question import ParsedQuestion, parse
from answer.records import Answer, AnswerStatus, Citation, Confidence, Refusal, Statement, Turn
from answer.referred import referred
from answer.refuse import Reason, lacking_instrument, lacking_version, not_found, unusable, widened
from answer.scope import Scope, open_scope
from answer.suggestions import suggestions
from index.encoder import Encoder, open_encoder
from index.engine import Engine
from index.generation import Generation
from index.lookup import Lookup, Named
from index.opening import open_in_use
from index.records import Hit
from index.reranker import Reranker
from index.search import RECIPE, Recipe, Search
from index.sounds import Slip, Sounds
from library.references import ReferenceIndex
from library.shelf import Shelf

_WARMING = "接到群众报警后应当怎么办？"  # any question will do that is searched for
NEAREST = 3  # passages named on refusal
HITS = 10  # found, judged and kept in the answer
_SCOPES = 32  # ways to limit a question whose versions are remembered
EXAMPLES = 3  # questions shown to whoever typed none
NO_FILTERS = Filters()


def open_assistant(
    index_folder: Path,
    models_folder: Path,
    model: str | None = None,
    reranker: str | None = None,
    engine: str | None = None,
) -> Assistant:
    """Open what is published; raise a KnowledgeBaseError if nothing is, or if it is damaged or of another model.

    ``engine`` is the setting of index/opening.py; None searches on this machine.
    """
    generation, opened = open_in_use(index_folder, engine)
    return Assistant(
        generation,
        open_encoder(model, models_folder),
        reranker=Reranker(Path(reranker).expanduser()) if reranker else None,
        engine=opened,
    )


class Assistant:
    """Answers from one generation."""

    def __init__(
        self,
        generation: Generation,
        encoder: Encoder,
        recipe: Recipe = RECIPE,
        *,
        reranker: Reranker | None = None,
        engine: Engine | None = None,
    ) -> None:
        self._generation = generation
        self._encoder = encoder
        self._search = Search(generation, encoder, recipe, reranker, engine)
        self._lookup = Lookup(generation)
        self.shelf = Shelf(generation, self._lookup)
        self.references = ReferenceIndex(self.shelf)
        # Nearly every question of a day means the same versions, and judging them takes as long as the base is large.
        self._left_out = lru_cache(maxsize=_SCOPES)(Scope.left_out)
        self._sounds = Sounds(generation.lexical.vocabulary)

    @property
    def generation_id(self) -> str:
        return self._generation.manifest.id

    @property
    def summary(self) -> str:
        """What is in the base, in one line for a screen."""
        manifest = self._generation.manifest
        return f"{manifest.documents} 份资料，{manifest.passages} 段，{manifest.created[:10]} 建库"

    def warm(self) -> None:
        """Do now what the first question would wait for: load the model, the dictionary and the sounds of the base, touch every table."""
        self._sounds.warm()
        self.ask(_WARMING, today=date.min)

    def examples(self, limit: int = 4) -> tuple[str, ...]:
        """Questions made of the headings and articles of the loaded documents, at most one per document."""
        return example_questions(self._generation, limit)

    def ask(self, question: str, *, history: Sequence[Turn] = (), today: date, filters: Filters = NO_FILTERS) -> Answer:
        """Answer or refuse one question from what the filters admit; what it names by instrument is shown in any case."""
        began = time.perf_counter()
        scope = open_scope(self._lookup, today, filters)
        if reason := unusable(question):
            answer = self._answer(
                AnswerStatus.REFUSED,
                reason.text,
                (),
                Confidence.LOW,
                refusal=reason.kind,
                offers=self.examples(EXAMPLES),
            )
        else:
            parsed = parse(question, history, self._lookup, today)
            if filters.act and not parsed.act and not parsed.named.year:
                parsed = replace(parsed, act=filters.act)
            answer = self._reply(parsed, scope)
        if answer.citations:
            cited = [citation.passage_id for citation in answer.citations]
            asked = (*(turn.question for turn in history), question)
            answer = replace(answer, further=suggestions(cited, asked, self.shelf, Asking(scope)))
        return replace(answer, question=question, elapsed_ms=(time.perf_counter() - began) * 1000)

    def gate_features(self, question: str, *, today: date) -> Features | None:
        """What the gate sees of a question, for calibration; None for one that is looked up."""
        parsed = parse(question, (), self._lookup, today)
        scope = open_scope(self._lookup, today, NO_FILTERS)
        return None if parsed.named.articles else read_features(parsed, self._gather(parsed, scope))

    def _reply(self, parsed: ParsedQuestion, scope: Scope) -> Answer:
        return self._look_up(parsed, scope) or self._find(parsed, scope)

    def _look_up(self, parsed: ParsedQuestion, scope: Scope) -> Answer | None:
        """Answer with the articles that are named; None if the question is to be searched."""
        quoted = quote_articles(parsed.named, scope, self._search.hit, parsed.act)
        if quoted is None:
            return None
        if quoted.lacking:
            nearest = self._nearest_articles(parsed.named, scope) or self._nearest(parsed, scope)
            return self._refused(quoted.lacking, nearest, parsed, scope)
        quoted_hits = tuple(draft.hit for draft in quoted.drafts)
        shown = {hit.passage.id for hit in quoted_hits}
        others = tuple(hit for hit in self._nearest(parsed, scope) if hit.passage.id not in shown)
        return self._answered(parsed, quoted.drafts, (quoted_hits + others)[:HITS], Confidence.HIGH, scope)

    def _find(self, parsed: ParsedQuestion, scope: Scope) -> Answer:
        """Search, judge, then answer or refuse."""
        evidence = self._gather(parsed, scope)
        hits = tuple(entry.hit for entry in evidence)
        reason = lacking_version(parsed.named, self._lookup, scope.today) or lacking_instrument(
            parsed.named, self._lookup, hits
        )
        if reason or not hits:
            return self._refused(reason or not_found(scope.where), hits, parsed, scope)
        probability = answerable(read_features(parsed, evidence))
        if probability < REFUSE_BELOW:
            return self._refused(not_found(scope.where), hits, parsed, scope)
        return self._answered(
            parsed, self._with_referred(compose(parsed, evidence)), hits, confidence(probability), scope
        )

    def _gather(self, parsed: ParsedQuestion, scope: Scope) -> tuple[Evidence, ...]:
        """What a search finds, with the clauses judged, best first."""
        return judge(parsed, self._nearest(parsed, scope), self._generation.lexical)

    def _nearest(self, parsed: ParsedQuestion, scope: Scope) -> tuple[Hit, ...]:
        """What a search finds in the versions that are meant, best first."""
        slips = self._sounds.slips(parsed.text)
        return self._search.find(
            _corrected(parsed.text, slips),
            lexical_text=parsed.lexical,
            also=parsed.also + tuple(word for slip in slips for word in slip.words),
            limit=HITS,
            among=scope.admitted,
            without=self._left_out(scope, Named((), (), parsed.named.year, parsed.named.wants_old, False), parsed.act),
            prefer=frozenset(parsed.named.instruments),
        )

    def _with_referred(self, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        """The drafts, and right after the first one the articles that it refers to."""
        first, *others = drafts
        further = referred(first, self.references, self._lookup, self._search.hit)
        shown = {draft.hit.passage.id for draft in (first, *further)}
        return (first, *further, *(draft for draft in others if draft.hit.passage.id not in shown))[:MOST_STATEMENTS]

    def _answered(
        self, parsed: ParsedQuestion, drafts: Sequence[Draft], hits: Sequence[Hit], sure: Confidence, scope: Scope
    ) -> Answer:
        slips = (
            () if parsed.named.articles else self._sounds.slips(parsed.text)
        )  # an article by number was not searched for
        remarks = [f"“{slip.typed}”按“{slip.words[0]}”查找。" for slip in slips if len(slip.words) == 1]
        if parsed.act and (found := old_and_new(parsed.act, drafts, scope, self._search.hit)):
            drafts = (*(*drafts[:1], *found.newer, *drafts[1:])[: MOST_STATEMENTS - len(found.rule)], *found.rule)
            remarks.extend(found.remarks)
        if remark := difference(parsed, drafts):
            remarks.append(remark)
        remarks.extend(self._outside(drafts, scope))
        statements, citations = cite(drafts, self._lookup, scope.today)
        if not (parsed.act or parsed.named.wants_old or parsed.named.year or scope.filters.single_out):
            remarks = [*outdated(citations), *remarks]
        text = "\n".join(f"{s.text}{''.join(f'[{n}]' for n in s.citations)}" for s in statements)
        return self._answer(
            AnswerStatus.ANSWERED, text, hits, sure, statements=statements, citations=citations, remarks=tuple(remarks)
        )

    def _outside(self, drafts: Sequence[Draft], scope: Scope) -> list[str]:
        """Which quoted texts the filters do not admit: those that were named, and what belongs to the quoted ones by law."""
        outside = {
            draft.hit.document.id: draft.hit.document for draft in drafts if not scope.admits(draft.hit.document)
        }
        several = {name for d in outside.values() if len(self._lookup.versions(name := d.instrument)) > 1}
        return [
            f"《{document.title}》{f'（{document.version_date}）' if document.instrument in several else ''}不在当前筛选范围内。"
            for document in outside.values()
        ]

    def _refused(self, reason: Reason, hits: Sequence[Hit], parsed: ParsedQuestion, scope: Scope) -> Answer:
        if scope.filters.limit:
            wide = self._reply(parsed, scope.widened())
            reason = widened(reason, scope.where, answers=wide.status is AnswerStatus.ANSWERED)
        saying = [hit for hit in hits if says_something(hit)]
        nearest = cite([whole_passage(hit) for hit in saying[:NEAREST]], self._lookup, scope.today)[1]
        places = "；".join(f"《{c.title}》{c.article or ''.join(c.path[-1:])}" for c in nearest)
        return self._answer(
            AnswerStatus.REFUSED,
            f"{reason.text}最接近的内容是：{places}。" if places else reason.text,
            hits,
            Confidence.LOW,
            nearest=nearest,
            refusal=reason.kind,
            offers=offers(reason.kind, parsed.named, saying, Asking(scope)),
        )

    def _answer(
        self,
        status: AnswerStatus,
        text: str,
        hits: Sequence[Hit],
        sure: Confidence,
        *,
        statements: tuple[Statement, ...] = (),
        citations: tuple[Citation, ...] = (),
        nearest: tuple[Citation, ...] = (),
        remarks: tuple[str, ...] = (),
        refusal: Refusal | None = None,
        offers: tuple[str, ...] = (),
    ) -> Answer:
        return Answer(
            question="",
            status=status,
            text=text,
            statements=statements,
            citations=citations,
            hits=tuple(hits),
            confidence=sure,
            generation=self.generation_id,
            elapsed_ms=0.0,
            nearest=nearest,
            remarks=remarks,
            refusal=refusal,
            offers=offers,
        )

    def _nearest_articles(self, named: Named, scope: Scope) -> tuple[Hit, ...]:
        """The articles of the asked numbers in whatever instruments and versions the base has."""
        found: list[Hit] = []
        for request in named.articles:
            versions = (
                self._lookup.versions(request.instrument)[:1]
                if request.instrument
                else tuple(filter(scope.admits, self._lookup.holders(request.article)))
            )
            for document in versions:
                found.extend(self._search.hit(row) for row in self._lookup.find(request, document)[:1])
        return tuple(found[:NEAREST])


def _corrected(text: str, slips: Sequence[Slip]) -> str:
    """The text with the word that was meant for each slip that leaves no choice; a model reads no sounds."""
    for slip in slips:
        if len(slip.words) == 1:
            text = text.replace(slip.typed, slip.words[0])
    return text
