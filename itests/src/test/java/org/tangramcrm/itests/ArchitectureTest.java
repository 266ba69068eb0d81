package org.tangramcrm.itests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.persistence.Entity;
import javax.persistence.MappedSuperclass;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.internal.contract.ModelReader;

/** Who may depend on whom. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.tangramcrm");

  private static final String INTERNAL = "org.tangramcrm..internal..";
  private static final String PLATFORM = "org.tangramcrm.platform..";

  @Test
  void whatIsExportedKnowsNothingInternal() {
    ArchRule rule =
        noClasses()
            .that(not(resideInAPackage(INTERNAL)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL);
    rule.check(CLASSES);
  }

  @Test
  void thePlatformKnowsNoModule() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(PLATFORM)
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.tangramcrm..").and(not(resideInAPackage(PLATFORM))));
    rule.check(CLASSES);
  }

  @Test
  void modulesUseOnlyThePlatformsApi() {
    ArchRule rule =
        noClasses()
            .that(resideInAPackage("org.tangramcrm..").and(not(resideInAPackage(PLATFORM))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.tangramcrm.platform..internal..");
    rule.check(CLASSES);
  }

  @Test
  void queriesRunOnlyInTheQueryLayer() {
    ArchRule rule =
        noClasses()
            .that(
                not(
                    resideInAnyPackage(
                        "org.tangramcrm.platform.internal..", "org.tangramcrm.platform.store..")))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("javax.sql..", "liquibase..")
                    .or(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.type(
                            javax.persistence.EntityManager.class)))
            .because("data permission is enforced there and nowhere else");
    rule.check(CLASSES);
  }

  @Test
  void onlyTheQueryLayerAndTheMigratorReachTheDataSource() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("org.tangramcrm.platform.internal..")
            .and()
            .resideOutsideOfPackages(
                "org.tangramcrm.platform.internal.sql..",
                "org.tangramcrm.platform.internal.module..",
                // Makes it, and runs nothing on it.
                "org.tangramcrm.platform.internal.pool..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.sql..");
    rule.check(CLASSES);
  }

  @Test
  void entitiesStayInside() {
    ArchRule rule =
        classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .or()
            .areAnnotatedWith(MappedSuperclass.class)
            .should()
            .resideInAPackage(INTERNAL);
    rule.check(CLASSES);
  }

  /** Or it would tell what a role hides (M-88). */
  @Test
  void moneyThatNobodyEntersSaysWhatItFollowsFrom() {
    ArchRule rule =
        fields()
            .that()
            .haveRawType(Money.class)
            .and()
            .areAnnotatedWith(Field.class)
            .and()
            .areDeclaredInClassesThat()
            .areAssignableTo(BusinessRecord.class)
            .should(sayWhatTheyFollowFrom());
    rule.check(CLASSES);
  }

  private static ArchCondition<JavaField> sayWhatTheyFollowFrom() {
    return new ArchCondition<>("say what they follow from") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        var declared = field.getAnnotationOfType(Field.class);
        var worked = declared.readOnly() || !declared.stored();
        events.add(
            new SimpleConditionEvent(
                field, !worked || declared.follows().length > 0, field.getFullName()));
      }
    };
  }

  /** What a field of another collection is called there may change. */
  @Test
  void whatFieldsFollowFromIsThere() {
    var contracts =
        CLASSES.stream()
            .filter(type -> type.isAnnotatedWith(Contract.class))
            .map(type -> ModelReader.read(type.reflect()))
            .filter(model -> model.recordType() != null)
            .collect(Collectors.toMap(ContractModel::collection, ContractModel::fields));
    var followed = new ArrayList<String>();
    contracts.forEach(
        (collection, fields) -> {
          for (var field : fields) {
            for (var name : field.declaration().follows()) {
              var dot = name.indexOf('.');
              var of =
                  dot < 0
                      ? fields
                      : contracts.get(
                          named(fields, name.substring(0, dot)).declaration().reference());
              assertThat(of)
                  .as(collection + "." + field.name())
                  .anyMatch(other -> other.name().equals(name.substring(dot + 1)));
              followed.add(name);
            }
          }
        });
    assertThat(followed).contains("amount", "opportunityId.amount");
  }

  private static FieldModel named(List<FieldModel> fields, String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void thereIsNoStaticState() {
    ArchRule rule =
        fields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("org.tangramcrm..")
            .and()
            .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
            .should()
            .beFinal();
    rule.check(CLASSES);
  }
}
