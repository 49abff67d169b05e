package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.benchmarks.echo.Plan.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanTest {

    private static final Cell BINARY = new Cell(Content.BINARY, 16, 1000, 1);
    private static final Cell LONG = new Cell(Content.BINARY, Cells.MIB, 64, 1);
    private static final Cell DEFLATED = new Cell(Content.DEFLATE, 1024, 16, 4);
    private static final List<Server> SERVERS = List.of(Server.HEDDLE_NIO, Server.RAW_NIO, Server.NETTY_NIO);

    private final Plan plan = new Plan(SERVERS, List.of(BINARY, LONG, DEFLATED), 3, 1, 3, 0, List.of());

    @Test
    void eachRoundBeginsWithAnotherServer() {
        assertThat(plan.servers(Part.PLAIN, 1)).isEqualTo(SERVERS);
        assertThat(plan.servers(Part.PLAIN, 2)).containsExactly(Server.RAW_NIO, Server.NETTY_NIO, Server.HEDDLE_NIO);
        assertThat(plan.servers(Part.PLAIN, 3)).containsExactly(Server.NETTY_NIO, Server.HEDDLE_NIO, Server.RAW_NIO);
    }

    @Test
    void rawEchoIsNotStartedForCompressedCells() {
        assertThat(plan.servers(Part.COMPRESSED, 1)).containsExactly(Server.HEDDLE_NIO, Server.NETTY_NIO);
        assertThat(plan.cells(Part.COMPRESSED)).containsExactly(DEFLATED);
    }

    @Test
    void noServerIsStartedForNoCells() {
        Plan idle = new Plan(SERVERS, List.of(), 3, 3, 3, 0, List.of());
        assertThat(idle.servers(Part.PLAIN, 1)).isEmpty();
        assertThat(idle.steps()).isEqualTo(9);
    }

    @Test
    void serverIsWarmForEveryKindOfMessage() {
        assertThat(plan.warming(Part.PLAIN, Server.HEDDLE_NIO))
                .containsExactly(new Cell(Content.BINARY, 16, 64, 1), new Cell(Content.BINARY, Cells.MIB, 64, 1));
    }

    @Test
    void everyStepIsCounted() {
        // Each round: 3 + 2 are started, 2 × 3 + 2 cells; and 3 times idle connections, once.
        assertThat(plan.steps()).isEqualTo(3 * (5 + 8) + 3);
    }

    @Test
    void messagesOfAMegabyteAreMeasuredLonger() {
        assertThat(plan.seconds(BINARY)).isEqualTo(3);
        assertThat(plan.seconds(LONG)).isEqualTo(6);
    }
}
