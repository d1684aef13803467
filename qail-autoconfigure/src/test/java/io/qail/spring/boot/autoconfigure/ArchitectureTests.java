package io.qail.spring.boot.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;

@AnalyzeClasses(packages = "io.qail.spring.boot.autoconfigure", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule AUTO_CONFIGURATIONS_ARE_PUBLIC_AND_FINAL = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveSimpleNameEndingWith("AutoConfiguration");

    @ArchTest
    static final ArchRule BEAN_METHODS_ARE_PACKAGE_PRIVATE =
            methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule BEAN_METHODS_HAVE_NO_CONDITION_ON_CLASSES =
            noMethods().should().beAnnotatedWith(ConditionalOnClass.class);

    @ArchTest
    static final ArchRule ONLY_ITS_OWN_PACKAGE_KNOWS_ACTUATOR = noClasses()
            .that()
            .resideOutsideOfPackage("..actuate")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..");

    @ArchTest
    static final ArchRule ONLY_ITS_OWN_PACKAGE_KNOWS_MICROMETER = noClasses()
            .that()
            .resideOutsideOfPackage("..metrics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule ONLY_TWO_CLASSES_KNOW_HIKARI = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("UnpooledHikari")
            .and()
            .haveSimpleNameNotEndingWith("HikariPause")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.zaxxer..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("io.qail.spring.boot.(**)")
            .should()
            .beFreeOfCycles();

    @Test
    void everyAutoConfigurationIsRegistered() throws IOException {
        String imports = new ClassPathResource(
                        "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
                .getContentAsString(StandardCharsets.UTF_8);
        List<String> found = new com.tngtech.archunit.core.importer.ClassFileImporter()
                .importPackages("io.qail.spring.boot.autoconfigure").stream()
                        .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                        .map(type -> type.getFullName())
                        .sorted()
                        .toList();
        assertThat(imports.lines().sorted().toList()).isEqualTo(found);
    }
}
