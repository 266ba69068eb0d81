package org.tangramcrm.sales.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tangramcrm.sales.PipelineStage;

/** of ways whose figures are worked out by hand; days are those of January 2026. */
class StagePassageTest {
  private final StagePassage passage = passage(1, 31, "a", "b", "c");

  private static StagePassage passage(int from, int to, String... stages) {
    return new StagePassage(
        Stream.of(stages).map(StagePassageTest::stage).toList(),
        day(from),
        day(to),
        LocalDate.of(2026, 1, 31));
  }

  /** Retired where there is a {@code -} before it. */
  private static PipelineStage stage(String name) {
    var stage = new PipelineStage();
    stage.stage = name.replace("-", "");
    stage.kind = "open";
    stage.retired = name.startsWith("-");
    return stage;
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 1, day);
  }

  /** Stage and day of each step; with a third word those that are not asked for. */
  private static void deal(StagePassage passage, long id, String... steps) {
    for (var step : steps) {
      var part = step.split(" ");
      var ended = List.of("won", "lost", "invalid").contains(part[0]);
      passage.step(
          new StagePassage.Step(
              id,
              part[0],
              ended ? part[0] : "open",
              day(Integer.parseInt(part[1])),
              part.length == 2));
    }
  }

  /** Entered, passed, lost, pending of each stage. */
  private static List<String> counts(StagePassage passage) {
    return passage.told().stream()
        .map(
            told ->
                "%s %d %d %d %d"
                    .formatted(
                        told.stage().stage,
                        told.entered().size(),
                        told.passed().size(),
                        told.lost().size(),
                        told.pending().size()))
        .toList();
  }

  private static List<List<Long>> left(StagePassage passage) {
    return passage.told().stream().map(StagePassage.Told::left).toList();
  }

  @Test
  void whatIsWonCameThroughAllStages() {
    deal(passage, 1, "a 1", "b 4", "c 10", "won 20");
    assertThat(counts(passage)).containsExactly("a 1 1 0 0", "b 1 1 0 0", "c 1 1 0 0");
    assertThat(left(passage)).containsExactly(List.of(3L), List.of(6L), List.of(10L));
  }

  @Test
  void aStageThatIsSkippedIsEnteredForNoTime() {
    deal(passage, 1, "a 1", "c 6");
    assertThat(counts(passage)).containsExactly("a 1 1 0 0", "b 1 1 0 0", "c 1 0 0 1");
    var told = passage(1, 31, "a", "b", "c");
    deal(told, 1, "a 1", "c 6");
    var stages = told.told();
    assertThat(stages.get(0).left()).containsExactly(5L);
    assertThat(stages.get(1).left()).containsExactly(0L);
    assertThat(stages.get(2).left()).isEmpty();
    assertThat(stages.get(2).ages()).containsExactly(25L);
  }

  @Test
  void whereADealBeginsItHasPassedOverAllBefore() {
    deal(passage, 1, "c 6");
    deal(passage, 2, "won 9");
    assertThat(counts(passage)).containsExactly("a 2 2 0 0", "b 2 2 0 0", "c 2 1 0 1");
  }

  @Test
  void nothingIsSkippedWhereNothingCanArrive() {
    var retired = passage(1, 31, "a", "-b", "c");
    deal(retired, 1, "a 1", "c 6");
    deal(retired, 2, "b 3", "c 6");
    assertThat(counts(retired)).containsExactly("a 2 2 0 0", "b 1 1 0 0", "c 2 0 0 2");
  }

  /** Moved back and lost there: lost once, at the furthest that it had come to. */
  @Test
  void whatIsMovedBackAndLostIsLostOnce() {
    deal(passage, 1, "a 1", "b 5", "a 8", "lost 10");
    assertThat(counts(passage)).containsExactly("a 1 1 0 0", "b 1 0 1 0", "c 0 0 0 0");
    // Both visits: 4 days and 2.
    var times = passage(1, 31, "a", "b", "c");
    deal(times, 1, "a 1", "b 5", "a 8", "lost 10");
    assertThat(left(times)).containsExactly(List.of(6L), List.of(3L), List.of());
  }

  @Test
  void whatIsEnteredAgainCountsOnceWithAllItsVisits() {
    deal(passage, 1, "a 1", "b 5", "a 8", "b 10", "c 20");
    assertThat(counts(passage)).containsExactly("a 1 1 0 0", "b 1 1 0 0", "c 1 0 0 1");
    var times = passage(1, 31, "a", "b", "c");
    deal(times, 1, "a 1", "b 5", "a 8", "b 10", "c 20");
    assertThat(left(times)).containsExactly(List.of(6L), List.of(13L), List.of());
  }

  @Test
  void aCloseThatWasTakenBackIsNone() {
    deal(passage, 1, "a 1", "b 3", "lost 5", "b 15", "c 20");
    deal(passage, 2, "a 1", "won 5", "b 15");
    assertThat(counts(passage)).containsExactly("a 2 2 0 0", "b 2 1 0 1", "c 1 0 0 1");
    // From the 3rd to the 5th and from the 15th to the 20th; in between it was nowhere.
    var times = passage(1, 31, "a", "b", "c");
    deal(times, 1, "a 1", "b 3", "lost 5", "b 15", "c 20");
    assertThat(left(times)).containsExactly(List.of(2L), List.of(7L), List.of());
  }

  @Test
  void whatWasLostFromTheBeginningWasLostAtTheFirstStageAndWhatWasInvalidNeverWas() {
    deal(passage, 1, "lost 5");
    deal(passage, 2, "a 1", "b 2", "invalid 5");
    assertThat(counts(passage)).containsExactly("a 1 0 1 0", "b 0 0 0 0", "c 0 0 0 0");
  }

  /** The cohort is of those who entered in the period; what becomes of them later counts. */
  @Test
  void onlyThePeriodsEntriesCount() {
    var later = passage(10, 15, "a", "b", "c");
    deal(later, 1, "a 1", "b 12", "c 20");
    deal(later, 2, "a 2", "b 3", "a 11");
    assertThat(counts(later)).containsExactly("a 1 0 0 1", "b 1 1 0 0", "c 0 0 0 0");
  }

  /** Handed over after the first step: its further way is somebody else's, its days all of it. */
  @Test
  void aStageIsEnteredForWhoeverHadItThen() {
    deal(passage, 1, "a 1", "b 4 other's", "c 10 other's", "won 20 other's");
    deal(passage, 2, "a 1 other's", "c 6", "lost 9");
    assertThat(counts(passage)).containsExactly("a 1 1 0 0", "b 1 1 0 0", "c 1 0 1 0");
    var told = passage.told();
    assertThat(told.get(0).passed()).containsExactly(1L);
    assertThat(told.get(2).lost()).containsExactly(2L);
    assertThat(told.get(2).gone()).containsExactly(2L);
    assertThat(told.get(2).left()).containsExactly(3L);
  }

  /** What is entered late for an earlier day ends what was before it on that day. */
  @Test
  void noStageTakesLessThanNoTime() {
    deal(passage, 1, "a 1", "b 20", "won 10");
    assertThat(left(passage)).containsExactly(List.of(9L), List.of(0L), List.of(0L));
  }

  @Test
  void theMeanTheMiddleAndTheNinetiethAreThoseOfAllThatLeft() {
    var days = new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 20};
    Arrays.stream(days).forEach(each -> deal(passage, each, "a 1", "b " + (each + 1)));
    var told = passage.told().get(0);
    assertThat(told.mean()).isEqualByComparingTo("6.5");
    assertThat(told.median()).isEqualByComparingTo("5.5");
    assertThat(told.ninetieth()).isEqualByComparingTo("9");
    assertThat(told.meanAge()).isNull();
    // Of the ten at b: 29, 28 … 22 and 10 days by the 31st.
    assertThat(passage(1, 31, "a").told().get(0).median()).isNull();
  }
}
