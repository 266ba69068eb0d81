package org.tangramcrm.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /floor/<id>} reads a customer, {@code /floor/list} fifty; no sign-in, no permission, no
 * contract.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.pattern=/floor/*",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
      "osgi.http.whiteboard.servlet.name=floor"
    })
public class FloorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String COLUMNS =
      """
      select t.id, number, version, owner_id, department_id, created_at, created_by, updated_at, updated_by, name,
        short_name, types, level, status, industry, source, region, parent_id, tags, credit_code, invoice_title,
        tax_number, bank_name, bank_account, phones, phone, emails, email, website, addresses, address, employees,
        employee_band, revenue_amount, revenue_currency, revenue_base, revenue_rate, revenue_band,
        registered_capital_amount, registered_capital_currency, registered_capital_base, registered_capital_rate,
        founded, branches, ownership, currency, credit_limit_amount, credit_limit_currency, credit_limit_base,
        credit_limit_rate, payment_days, remark, last_contact_at, next_contact_at, birthdays
      from customer t""";

  private final transient DataSource dataSource;
  private final transient ObjectMapper json = new ObjectMapper();

  @Activate
  public FloorServlet(
      @Reference(target = "(osgi.jndi.service.name=tangram)") DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var asked = request.getPathInfo().substring(1);
    var list = asked.equals("list");
    var sql =
        list
            ? COLUMNS
                + " join (select id from customer where deleted_key = 0 order by id desc fetch first 50 rows only) p"
                + " on t.id = p.id order by t.id desc"
            : COLUMNS + " where id = ? and deleted_key = 0";
    var found = new ArrayList<Map<String, Object>>();
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(sql)) {
      if (!list) {
        statement.setLong(1, Long.parseLong(asked));
      }
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(read(rows));
        }
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
    response.setContentType("application/json");
    var body = json.writeValueAsBytes(list ? Map.of("items", found) : found.get(0));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static Map<String, Object> read(ResultSet row) throws SQLException {
    var meta = row.getMetaData();
    var record = new LinkedHashMap<String, Object>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      var value = row.getObject(i);
      if (value != null) {
        record.put(meta.getColumnLabel(i), value instanceof Number ? value : value.toString());
      }
    }
    return record;
  }
}
