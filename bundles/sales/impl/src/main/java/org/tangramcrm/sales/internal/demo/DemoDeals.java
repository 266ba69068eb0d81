package org.tangramcrm.sales.internal.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.OpportunityCompetitor;
import org.tangramcrm.sales.OpportunityContact;
import org.tangramcrm.sales.OpportunityLine;
import org.tangramcrm.sales.Product;
import org.tangramcrm.sales.ProductPrice;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.QuoteLine;

/**
 * Products and opportunities made up for demonstration: the same at the same place, but that days
 * are counted from today.
 */
final class DemoDeals {
  static final int COUNT = 60;
  private static final String OPEN = "open";

  /** Code, name, category, unit, price, cost. */
  private static final List<String> PRODUCTS =
      List.of(
          "QQ-1001,工业网关 G1,goods.equipment,piece,3200,1950",
          "QQ-1002,工业网关 G2 防爆型,goods.equipment,piece,5800,3600",
          "QQ-1101,温度传感器 PT100,goods.parts,piece,180,95",
          "QQ-1102,压力变送器,goods.parts,piece,860,520",
          "QQ-1201,导热硅脂,goods.consumables,kilogram,240,130",
          "QQ-1202,屏蔽电缆,goods.consumables,metre,12.5,7.8",
          "QQ-2001,数据平台 标准版许可,software.licences,user,1200,150",
          "QQ-2002,数据平台 企业版许可,software.licences,user,2600,300",
          "QQ-2101,云端订阅,software.subscriptions,month,980,220",
          "QQ-3001,实施服务,services.implementation,day,2400,1300",
          "QQ-3002,年度维护,services.maintenance,year,18000,7000",
          "QQ-3003,用户培训,services.training,hour,600,280");

  private static final List<String> PROJECTS =
      List.of("产线数据采集", "能耗监测", "车间改造", "系统升级", "年度维护续签", "培训服务", "设备更新", "远程运维");

  private static final List<String> STEPS =
      List.of("约技术交流", "发送方案", "确认预算", "安排演示", "提交报价", "拜访采购负责人");

  private static final List<String> STAGES =
      List.of(
          "contact",
          "contact",
          "needs",
          "needs",
          "proposal",
          "proposal",
          "negotiation",
          "won",
          "won",
          "lost");

  private static final List<String> REASONS =
      List.of("price", "budget", "relationship", "delivery");

  /** Codes of roles in buying, the first of a customer's contacts first. */
  private static final List<String> ROLES =
      List.of("decision-maker", "user", "technical", "influencer", "coach");

  private static final List<String> CONCERNS =
      List.of("投资回报和预算", "停机时间要短", "接口要开放", "售后响应速度", "上线进度");

  private static final List<String> STRATEGIES =
      List.of("请高层拜访，谈长期合作", "安排到同行业客户现场参观", "先做小范围试点", "提供选型对比材料", "定期沟通进展");

  private static final List<String> ACTIONS = List.of("约技术交流", "电话回访", "发送案例资料", "邀请参加产品演示", "拜访");

  private static final List<String> SITUATIONS = List.of("已提交报价", "做过两次演示", "有老客户推荐", "正在试用");

  private static final List<String> COUNTERS =
      List.of("突出总拥有成本", "强调本地服务", "提供试点并承诺工期", "请用户单位现身说法");

  private static final List<String> THREATS = List.of("low", "medium", "high");

  private final LocalDate today;

  DemoDeals(LocalDate today) {
    this.today = today;
  }

  Stream<Product> products() {
    return PRODUCTS.stream().map(line -> product(line.split(",")));
  }

  private Product product(String[] parts) {
    var product = new Product();
    product.code = parts[0];
    product.name = parts[1];
    product.category = parts[2];
    product.unit = parts[3];
    product.taxRate = BigDecimal.valueOf(parts[2].startsWith("services") ? 6 : 13);
    product.maxDiscount = BigDecimal.valueOf(15);
    product.cost = Money.of(new BigDecimal(parts[5]), "CNY");
    var price = new ProductPrice();
    price.price = Money.of(new BigDecimal(parts[4]), "CNY");
    price.from = today.minusYears(2);
    product.prices.add(price);
    return product;
  }

  Opportunity deal(int index, Customer customer, List<Product> products) {
    var random = new SplittableRandom(7_000 + index);
    var stage = STAGES.get(index % STAGES.size());
    var deal = new Opportunity();
    deal.customerId = customer.id;
    deal.ownerId = customer.ownerId;
    deal.name = customer.shortName + " " + PROJECTS.get(random.nextInt(PROJECTS.size()));
    deal.dealType = random.nextInt(4) == 0 ? "renewal" : "new";
    deal.source = customer.source;
    deal.stage = stage;
    deal.forecastChoice = stage.equals("negotiation") ? "commit" : null;
    deal.openedOn = today.minusDays(10 + random.nextInt(60));
    for (int i = random.nextInt(3); i >= 0; i--) {
      deal.lines.add(line(products.get(random.nextInt(products.size())), random));
    }
    if (stage.equals("won") || stage.equals("lost")) {
      deal.closedOn = today.minusDays(random.nextInt(10));
      deal.closeReason = stage.equals("lost") ? REASONS.get(random.nextInt(REASONS.size())) : null;
    } else {
      // One in six should have been decided by now.
      deal.expectedClose = today.plusDays(random.nextInt(60) - 9L);
      if (deal.expectedClose.isBefore(deal.openedOn)) {
        deal.expectedClose = today;
      }
      deal.nextStep = STEPS.get(random.nextInt(STEPS.size()));
      deal.nextStepOn = today.plusDays(random.nextInt(14));
    }
    return deal;
  }

  /** What is offered for an opportunity that has got so far; null where nothing is. */
  Quote quote(Opportunity deal) {
    if (!List.of("proposal", "negotiation").contains(deal.stage)) {
      return null;
    }
    var quote = new Quote();
    quote.opportunityId = deal.id;
    quote.ownerId = deal.ownerId;
    quote.terms = "1. 签约后预付 30%，验收合格后 30 天内付清余款。\n2. 签约后四周内交货，质保期十二个月。";
    for (var sold : deal.lines) {
      var line = new QuoteLine();
      line.productId = sold.productId;
      line.quantity = sold.quantity;
      line.discount = sold.discount;
      quote.lines.add(line);
    }
    return quote;
  }

  /**
   * Who decides on a deal: of some of the customer's contacts, the one or the other without anybody
   * who decides.
   */
  List<OpportunityContact> places(int index, Opportunity deal, List<Contact> contacts) {
    var random = new SplittableRandom(8_000 + index);
    var places = new ArrayList<OpportunityContact>();
    int first = index % 7 == 3 ? 1 : 0;
    for (int i = 0; i < contacts.size() && first + i < ROLES.size(); i++) {
      var place = new OpportunityContact();
      place.opportunityId = deal.id;
      place.contactId = contacts.get(i).id;
      place.role = ROLES.get(first + i);
      place.influence = Math.max(1, 5 - first - i);
      place.attitude = random.nextInt(5) - 2;
      place.coveredById = deal.ownerId;
      place.concern = CONCERNS.get(random.nextInt(CONCERNS.size()));
      place.strategy = STRATEGIES.get(random.nextInt(STRATEGIES.size()));
      if (OPEN.equals(deal.state)) {
        place.action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        place.actionOn = today.plusDays(1L + random.nextInt(14));
      }
      places.add(place);
    }
    return places;
  }

  /** Who else is after a deal; empty where nobody is. */
  Optional<OpportunityCompetitor> rival(int index, Opportunity deal, List<Customer> competitors) {
    if (index % 2 == 1 || competitors.isEmpty()) {
      return Optional.empty();
    }
    var random = new SplittableRandom(9_000 + index);
    var rival = new OpportunityCompetitor();
    rival.opportunityId = deal.id;
    rival.competitorId = competitors.get(index / 2 % competitors.size()).id;
    rival.threat = THREATS.get(random.nextInt(THREATS.size()));
    rival.situation = SITUATIONS.get(random.nextInt(SITUATIONS.size()));
    rival.counterStrategy = COUNTERS.get(random.nextInt(COUNTERS.size()));
    if (deal.amount != null) {
      rival.price =
          Money.of(
              Rates.rounded(
                  deal.amount
                      .amount
                      .multiply(BigDecimal.valueOf(85L + random.nextInt(25)))
                      .movePointLeft(2),
                  deal.amount.currency),
              deal.amount.currency);
    }
    return Optional.of(rival);
  }

  private static OpportunityLine line(Product product, SplittableRandom random) {
    var line = new OpportunityLine();
    line.productId = product.id;
    line.quantity = BigDecimal.valueOf(1L + random.nextInt(40));
    line.discount = random.nextInt(3) == 0 ? BigDecimal.valueOf(5L * random.nextInt(4)) : null;
    return line;
  }
}
