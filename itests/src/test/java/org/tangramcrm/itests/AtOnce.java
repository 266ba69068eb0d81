package org.tangramcrm.itests;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls that are made at the same time, as nearly as threads can. */
final class AtOnce {
  private AtOnce() {}

  @SafeVarargs
  static <T> List<T> run(Callable<T>... calls) throws Exception {
    return run(List.of(calls));
  }

  /** What they came to, in their order. */
  static <T> List<T> run(List<Callable<T>> calls) throws Exception {
    var threads = Executors.newFixedThreadPool(calls.size());
    try {
      var start = new CyclicBarrier(calls.size());
      var begun = new ArrayList<Future<T>>();
      for (var call : calls) {
        begun.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      var outcomes = new ArrayList<T>();
      for (var each : begun) {
        outcomes.add(each.get());
      }
      return outcomes;
    } finally {
      threads.shutdown();
    }
  }
}
