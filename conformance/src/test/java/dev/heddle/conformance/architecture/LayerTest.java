package dev.heddle.conformance.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SliceRule;
import com.tngtech.archunit.library.dependencies.Slices;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.heddle.conformance.architecture.canary.cycle.left.Left;
import dev.heddle.conformance.architecture.canary.cycle.right.Right;
import dev.heddle.conformance.architecture.canary.layers.driver.UpwardDriver;
import dev.heddle.conformance.architecture.canary.layers.netty.Above;
import org.junit.jupiter.api.Test;

/** Which package may use which. */
class LayerTest {

    private static final String ROOT = "dev.heddle";
    private static final String CANARY = "dev.heddle.conformance.architecture.canary";

    @Test
    void importsRunOnlyDownwards() {
        layers(ROOT).ensureAllClassesAreContainedInArchitecture().check(MainCode.ALL);

        ArchRule rule = layers(CANARY + ".layers").withOptionalLayers(true);
        assertThat(Canaries.violations(rule, UpwardDriver.class, Above.class))
                .singleElement()
                .asString()
                .contains(UpwardDriver.class.getName() + ".use(");
    }

    @Test
    void packagesHaveNoCycles() {
        noCycles(ROOT).check(MainCode.ALL);

        assertThat(Canaries.violations(noCycles(CANARY + ".cycle"), Left.class, Right.class))
                .isNotEmpty();
    }

    /** Or else there would be nothing between which a cycle could be found. */
    @Test
    void everyPackageIsASlice() {
        assertThat(Slices.matching(ROOT + ".(**)").transform(MainCode.ALL))
                .hasSize(MainCode.sources("package-info.java").size())
                .hasSizeGreaterThanOrEqualTo(MainCode.MODULES.size())
                .hasSizeGreaterThan(5);
    }

    private static LayeredArchitecture layers(String root) {
        return layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(root + "..")
                .layer("cli")
                .definedBy(root + ".cli..")
                .layer("examples")
                .definedBy(root + ".examples..")
                .layer("netty")
                .definedBy(root + ".netty..")
                .layer("socket")
                .definedBy(root + ".socket..")
                .layer("servlet")
                .definedBy(root + ".servlet..")
                .layer("watershed")
                .definedBy(root + ".watershed..")
                .layer("testkit")
                .definedBy(root + ".testkit..")
                .layer("websocket")
                .definedBy(root + ".websocket..")
                .layer("driver")
                .definedBy(root + ".driver..")
                .layer("permessagedeflate")
                .definedBy(root + ".permessagedeflate..")
                .layer("extensions")
                .definedBy(root + ".extensions..")
                .layer("eventsource")
                .definedBy(root + ".eventsource..")
                .whereLayer("cli")
                .mayOnlyAccessLayers(
                        "netty", "socket", "websocket", "driver", "permessagedeflate", "extensions", "eventsource")
                .whereLayer("examples")
                .mayOnlyAccessLayers("watershed", "driver", "permessagedeflate", "extensions")
                .whereLayer("netty")
                .mayOnlyAccessLayers("websocket", "driver", "extensions", "eventsource")
                .whereLayer("socket")
                .mayOnlyAccessLayers("websocket", "driver", "extensions", "eventsource")
                .whereLayer("servlet")
                .mayOnlyAccessLayers("websocket", "driver", "extensions", "eventsource")
                .whereLayer("watershed")
                .mayOnlyAccessLayers("driver")
                .whereLayer("testkit")
                .mayOnlyAccessLayers("websocket", "driver", "extensions", "eventsource")
                .whereLayer("websocket")
                .mayOnlyAccessLayers("driver", "extensions", "eventsource")
                .whereLayer("driver")
                .mayOnlyAccessLayers("extensions")
                .whereLayer("permessagedeflate")
                .mayOnlyAccessLayers("extensions")
                .whereLayer("extensions")
                .mayNotAccessAnyLayer()
                .whereLayer("eventsource")
                .mayNotAccessAnyLayer();
    }

    private static SliceRule noCycles(String root) {
        return SlicesRuleDefinition.slices().matching(root + ".(**)").should().beFreeOfCycles();
    }
}
