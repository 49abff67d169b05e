package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FarewellsTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<Integer> told = new ArrayList<>();

    @Test
    void manyAreToldAtEqualDistancesOverHalfTheTime() {
        Farewells farewells = farewells(1000, Duration.ofSeconds(4));
        long elapsed = 0;
        for (int i = 1; i < 1000; i++) {
            assertThat(farewells.tell(elapsed)).isEqualTo(2 * MILLI);
            assertThat(told).hasSize(i);
            elapsed += 2 * MILLI;
        }
        assertThat(farewells.tell(elapsed)).isEqualTo(Farewells.DONE);
        assertThat(told).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        assertThat(elapsed).isLessThan(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void fewAreToldInAnInstantHoweverMuchTimeThereIs() {
        Farewells farewells = farewells(3, Duration.ofDays(1));
        assertThat(farewells.tell(0)).isEqualTo(5 * MILLI);
        assertThat(farewells.tell(10 * MILLI)).isEqualTo(Farewells.DONE);
        assertThat(told).containsExactly(0, 1, 2);
    }

    @Test
    void whoComesLateTellsAllWhoseTurnHasCome() {
        Farewells farewells = farewells(10, Duration.ofMillis(20));
        assertThat(farewells.tell(0)).isEqualTo(MILLI);
        assertThat(farewells.tell(3 * MILLI + MILLI / 2)).isEqualTo(MILLI / 2);
        assertThat(told).containsExactly(0, 1, 2, 3);
    }

    @Test
    void withoutTimeAllAreToldAtOnce() {
        assertThat(farewells(100, Duration.ZERO).tell(0)).isEqualTo(Farewells.DONE);
        assertThat(told).hasSize(100);
    }

    @Test
    void nobodyIsToldWhereNobodyIs() {
        assertThat(farewells(0, Duration.ofSeconds(1)).tell(0)).isEqualTo(Farewells.DONE);
    }

    private Farewells farewells(int count, Duration time) {
        List<Runnable> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            each.add(() -> told.add(number));
        }
        return new Farewells(each, time);
    }

    @Test
    void timeWithoutEndFitsIntoATimer() {
        assertThat(Farewells.nanos(ChronoUnit.FOREVER.getDuration()))
                .isEqualTo(Duration.ofDays(36_500).toNanos());
        assertThat(Farewells.nanos(ChronoUnit.FOREVER.getDuration().negated())).isZero();
        assertThat(Farewells.nanos(Duration.ofMillis(3))).isEqualTo(3 * MILLI);
    }
}
