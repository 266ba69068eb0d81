package org.tangramcrm.platform.internal.health;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.http.Problems;
import org.tangramcrm.platform.internal.module.Readiness;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * {@code /metrics} in the text format of Prometheus, for those with the permission {@code
 * system.metrics}.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.name=tangram-metrics",
      "osgi.http.whiteboard.servlet.pattern=/metrics",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
    })
public class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String PERMISSION = "system.metrics";

  private final transient Sql sql;
  private final transient Readiness readiness;
  private final transient Problems problems;

  @Activate
  public MetricsServlet(
      @Reference Sql sql, @Reference Readiness readiness, @Reference Problems problems) {
    this.sql = sql;
    this.readiness = readiness;
    this.problems = problems;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!(request.getAttribute("org.tangramcrm.caller") instanceof Caller caller)) {
      problems.write(request, response, CrmException.of(Code.UNAUTHENTICATED));
      return;
    }
    if (!caller.may(PERMISSION)) {
      problems.write(
          request,
          response,
          new CrmException(Code.FORBIDDEN, "problem.forbidden.permission", PERMISSION));
      return;
    }
    var runtime = Runtime.getRuntime();
    var text = new StringBuilder();
    metric(
        text,
        "tangram_up",
        "gauge",
        "1 when all modules that are meant to be active are",
        readiness.missing().isEmpty() ? 1 : 0);
    metric(
        text,
        "tangram_sql_statements_total",
        "counter",
        "Statements of the query layer",
        sql.statements());
    metric(
        text,
        "jvm_memory_used_bytes",
        "gauge",
        "Heap in use",
        runtime.totalMemory() - runtime.freeMemory());
    metric(text, "jvm_memory_max_bytes", "gauge", "Heap at most", runtime.maxMemory());
    metric(
        text,
        "jvm_threads",
        "gauge",
        "Live threads",
        ManagementFactory.getThreadMXBean().getThreadCount());
    metric(
        text,
        "jvm_uptime_seconds",
        "counter",
        "Since the start",
        ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
    response.setContentType("text/plain; version=0.0.4; charset=UTF-8");
    response.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void metric(
      StringBuilder text, String name, String type, String help, long value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append(name).append(' ').append(value).append('\n');
  }
}
