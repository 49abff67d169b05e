package dev.heddle.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.heddle.conformance.architecture.canary.WeakRandom;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What every module and every package says about itself. */
class ModuleTest {

    /** Apart from the rest of its module, which does not need JUnit. */
    private static final String CONTRACT = "dev.heddle.testkit.contract";

    private static final ArchRule IN_A_NULL_MARKED_PACKAGE = classes()
            .should(new ArchCondition<>("be in a package whose package-info says @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage()
                            .tryGetPackageInfo()
                            .map(info -> info.isAnnotatedWith(NullMarked.class))
                            .orElse(false);
                    events.add(new SimpleConditionEvent(type, marked, type.getFullName()));
                }
            });

    @Test
    void everyPackageIsNullMarked() {
        IN_A_NULL_MARKED_PACKAGE.check(MainCode.ALL);
        assertThat(Canaries.violations(IN_A_NULL_MARKED_PACKAGE, WeakRandom.class))
                .containsExactly(WeakRandom.class.getName());
    }

    @Test
    void everyModuleExportsNothingButThePackageOfItsName() throws IOException {
        assertThat(MainCode.MODULES).hasSizeGreaterThan(5);
        for (Path folder : MainCode.MODULES) {
            Path descriptor = MainCode.classes(folder).resolve("module-info.class");
            assertThat(descriptor).exists();
            try (InputStream in = Files.newInputStream(descriptor)) {
                ModuleDescriptor module = ModuleDescriptor.read(in);
                assertThat(module.name()).startsWith("dev.heddle.");
                assertThat(strayExports(module)).as(module.name()).isEmpty();
            }
        }
    }

    @Test
    void exportOfAnotherPackageIsFound() {
        ModuleDescriptor canary = ModuleDescriptor.newModule("dev.heddle.canary")
                .exports("dev.heddle.canary")
                .exports("dev.heddle.canary.internal", Set.of("dev.heddle.friend"))
                .build();
        assertThat(strayExports(canary)).containsExactly("dev.heddle.canary.internal");
    }

    private static List<String> strayExports(ModuleDescriptor module) {
        return module.exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .filter(exported -> !exported.equals(module.name()) && !exported.equals(CONTRACT))
                .toList();
    }
}
