package io.qail.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> location.contains("/cli/"))
            .importPackages("io.qail.cli");

    @Test
    void theCommandLineRunsNoSqlOfItsOwn() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Steps")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.sql\\.(Connection|Statement|PreparedStatement|ResultSet)")
                .check(CLASSES);
    }

    @Test
    void onlyTheUrlKnowsTheDriver() {
        noClasses()
                .that()
                .doNotHaveSimpleName("DatabaseUrl")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postgresql..", "org.springframework..")
                .check(CLASSES);
    }

    @Test
    void nobodyElseUsesTheCommandLineAsALibrary() {
        classes().that().doNotHaveSimpleName("Main").should().notBePublic().check(CLASSES);
    }
}
