package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.sales.PipelineStage;

/**
 * How deals went through the open stages of one pipeline (M-32): which of them entered a stage in a
 * period and what became of them by a day, and how long they were there. It is told
 * the steps of one deal after those of another.
 *
 * <p>Whoever passes over a stage has entered it, for no time; one that goes back enters what it
 * comes to, and counts once. A close that was taken back is none, and what was invalid never was a
 * deal.
 */
final class StagePassage {
  /**
   * A row of the history: what a deal was from then on.
   *
   * @param day to which it counts; one that was entered later can lie before those ahead of it,
   *     which then ended as early
   * @param asked whether it was theirs then whose deals are asked for: what is entered by it counts
   */
  record Step(long deal, String stage, String state, LocalDate day, boolean asked) {}

  /**
   * A stage.
   *
   * @param entered the deals that entered it in the period
   * @param passed those of them that came further, or were won
   * @param lost those that ended without having come further
   * @param pending the rest of them
   * @param gone those of them that are there no more
   * @param left how many days each of these spent there, in ascending order
   * @param still those of them that are there
   * @param ages since how many days each of these is
   */
  record Told(
      PipelineStage stage,
      List<Long> entered,
      List<Long> passed,
      List<Long> lost,
      List<Long> pending,
      List<Long> gone,
      List<Long> left,
      List<Long> still,
      List<Long> ages) {
    static Told of(PipelineStage stage) {
      return new Told(
          stage,
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
    }

    /** In days with one decimal; null where none has left. */
    BigDecimal mean() {
      return mean(left);
    }

    BigDecimal meanAge() {
      return mean(ages);
    }

    private static BigDecimal mean(List<Long> days) {
      return days.isEmpty()
          ? null
          : BigDecimal.valueOf(days.stream().mapToLong(Long::longValue).sum())
              .divide(BigDecimal.valueOf(days.size()), 1, RoundingMode.HALF_UP);
    }

    /** The middle one; the mean of the two middle ones where there is none. */
    BigDecimal median() {
      int size = left.size();
      return size == 0 ? null : mean(left.subList((size - 1) / 2, size / 2 + 1));
    }

    /** The least number of days within which nine in ten of them left. */
    BigDecimal ninetieth() {
      int size = left.size();
      return size == 0 ? null : BigDecimal.valueOf(left.get((9 * size + 9) / 10 - 1)).setScale(1);
    }
  }

  private static final int NOWHERE = -1;

  private final List<Told> told;
  private final LocalDate from;
  private final LocalDate to;
  private final LocalDate asAt;

  /** Those of the deal that is being told of. */
  private final List<Step> steps = new ArrayList<>();

  /**
   * @param stages the open ones, in their order
   * @param from the first day of the period, which ends with {@code to}
   * @param asAt the end of which day it is told at
   */
  StagePassage(List<PipelineStage> stages, LocalDate from, LocalDate to, LocalDate asAt) {
    this.told = stages.stream().map(Told::of).toList();
    this.from = from;
    this.to = to;
    this.asAt = asAt;
  }

  /** The next one: of the same deal, or the first of another. */
  void step(Step step) {
    if (!steps.isEmpty() && steps.get(0).deal() != step.deal()) {
      end();
    }
    steps.add(step);
  }

  /** What all that it was told of comes to. */
  List<Told> told() {
    end();
    told.forEach(stage -> stage.left().sort(null));
    return told;
  }

  private void end() {
    if (!steps.isEmpty()) {
      new Walk().go();
      steps.clear();
    }
  }

  private int place(String stage) {
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).stage().stage.equals(stage)) {
        return i;
      }
    }
    return NOWHERE;
  }

  /** The way of one deal. */
  private final class Walk {
    private final boolean[] entered = new boolean[told.size()];
    private final boolean[] further = new boolean[told.size()];
    private final long[] days = new long[told.size()];

    /** Where it is, or was when it was closed. */
    private int at = NOWHERE;

    /** Since when it is there; null while it is closed. */
    private LocalDate since;

    /** Whether what is entered by the step that it takes counts. */
    private boolean asked;

    void go() {
      var last = steps.size() - 1;
      var end = steps.get(last).state();
      if (end.equals("invalid")) {
        return;
      }
      var when = new LocalDate[steps.size()];
      for (int i = last; i >= 0; i--) {
        var day = steps.get(i).day();
        when[i] = i < last && when[i + 1].isBefore(day) ? when[i + 1] : day;
      }
      for (int i = 0; i <= last; i++) {
        leave(when[i]);
        asked = steps.get(i).asked();
        if (steps.get(i).state().equals(Stages.OPEN)) {
          come(place(steps.get(i).stage()), when[i]);
        } else if (i == last) {
          close(end.equals(Stages.WON), when[i]);
        }
      }
      count(end);
    }

    private void leave(LocalDate day) {
      if (since != null) {
        days[at] += ChronoUnit.DAYS.between(since, day);
        since = null;
      }
    }

    private void come(int stage, LocalDate day) {
      if (stage == NOWHERE) {
        return;
      }
      skip(stage, day);
      enter(stage, day);
      at = stage;
      since = day;
    }

    private void close(boolean won, LocalDate day) {
      if (won) {
        skip(told.size(), day);
        System.arraycopy(entered, 0, further, 0, entered.length);
      } else if (at == NOWHERE) {
        // Where it was lost nobody said: no further than it must have been.
        enter(0, day);
      }
    }

    /** Enters what lies before a stage; nothing can arrive where a stage is retired. */
    private void skip(int stage, LocalDate day) {
      for (int i = at + 1; i < stage; i++) {
        if (!Boolean.TRUE.equals(told.get(i).stage().retired)) {
          enter(i, day);
        }
      }
    }

    private void enter(int stage, LocalDate day) {
      System.arraycopy(entered, 0, further, 0, stage);
      entered[stage] |= asked && !day.isBefore(from) && !day.isAfter(to);
    }

    private void count(String end) {
      for (int i = 0; i < told.size(); i++) {
        if (!entered[i]) {
          continue;
        }
        var stage = told.get(i);
        var deal = steps.get(0).deal();
        stage.entered().add(deal);
        var became =
            further[i] ? stage.passed() : end.equals(Stages.LOST) ? stage.lost() : stage.pending();
        became.add(deal);
        if (since != null && at == i) {
          stage.still().add(deal);
          stage.ages().add(ChronoUnit.DAYS.between(since, asAt));
        } else {
          stage.gone().add(deal);
          stage.left().add(days[i]);
        }
      }
    }
  }
}
