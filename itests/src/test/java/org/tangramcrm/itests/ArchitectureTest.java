package org.tangramcrm.itests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import javax.persistence.Entity;
import javax.persistence.MappedSuperclass;
import org.junit.jupiter.api.Test;

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
