package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResultsTest {

    private static final Cell BINARY = new Cell(Content.BINARY, 1024, 64, 16);
    private static final Cell TEXT = new Cell(Content.JSON, 1024, 64, 16);

    private final List<Entry> entries = new ArrayList<>();

    @Test
    void ratioIsMadeWithinARoundBeforeTheMedianIsTaken() {
        // The machine was three times slower in the second round: the ratio of the medians would be 1.5.
        load(1, Server.HEDDLE_EPOLL, BINARY, 2);
        load(1, Server.RAW_EPOLL, BINARY, 1);
        load(2, Server.HEDDLE_EPOLL, BINARY, 3);
        load(2, Server.RAW_EPOLL, BINARY, 3);
        load(3, Server.HEDDLE_EPOLL, BINARY, 8);
        load(3, Server.RAW_EPOLL, BINARY, 2);
        assertThat(results().toRaw(Server.HEDDLE_EPOLL, BINARY)).contains(new Spread(1, 2, 4, 3));
    }

    @Test
    void roundWithoutTheOtherServerGivesNoRatio() {
        load(1, Server.HEDDLE_EPOLL, BINARY, 2);
        load(2, Server.HEDDLE_EPOLL, BINARY, 3);
        load(2, Server.RAW_EPOLL, BINARY, 2);
        assertThat(results().toRaw(Server.HEDDLE_EPOLL, BINARY)).contains(new Spread(1.5, 1.5, 1.5, 1));
    }

    @Test
    void textIsComparedToTheRawEchoOfAsManyBytes() {
        load(1, Server.HEDDLE_EPOLL, TEXT, 3);
        load(1, Server.RAW_EPOLL, BINARY, 2);
        assertThat(results().toRaw(Server.HEDDLE_EPOLL, TEXT)).contains(new Spread(1.5, 1.5, 1.5, 1));
    }

    @Test
    void bestOfOthersIsThatOfTheRound() {
        load(1, Server.HEDDLE_EPOLL, TEXT, 1);
        load(1, Server.VERTX, TEXT, 2);
        load(1, Server.TOMCAT, TEXT, 4);
        load(2, Server.HEDDLE_EPOLL, TEXT, 1);
        load(2, Server.VERTX, TEXT, 5);
        load(2, Server.TOMCAT, TEXT, 4);
        List<Server> others = List.of(Server.VERTX, Server.TOMCAT, Server.TYRUS);
        assertThat(results().ratio(Server.HEDDLE_EPOLL, TEXT, others, TEXT)).contains(new Spread(0.25, 0.375, 0.5, 2));
    }

    @Test
    void whatWasNotMeasuredIsEmpty() {
        load(1, Server.HEDDLE_EPOLL, BINARY, 1);
        assertThat(results().toRaw(Server.HEDDLE_EPOLL, BINARY)).isEmpty();
        assertThat(results().latencies(Server.HEDDLE_EPOLL, BINARY)).isEmpty();
        assertThat(results().peak(Server.HEDDLE_EPOLL)).isEmpty();
        assertThat(results().idle(Server.HEDDLE_EPOLL, Entry.Idle::total)).isEmpty();
    }

    @Test
    void idleMemoryIsComparedWithinARound() {
        entries.add(new Entry.Idle(1, Server.HEDDLE_EPOLL, 100.0, 20));
        entries.add(new Entry.Idle(1, Server.NETTY_EPOLL, 200.0, 40));
        assertThat(results()
                        .idleRatio(Server.HEDDLE_EPOLL, Server.NETTY_EPOLL, Entry.Idle::total)
                        .orElseThrow()
                        .median())
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void latenciesOfTheRoundsAreTakenTogether() {
        String encoded = Latencies.none().encoded();
        entries.add(new Entry.Load(1, Server.WS, BINARY.name(), 1, 1, 1, encoded));
        entries.add(new Entry.Load(2, Server.WS, BINARY.name(), 1, 1, 1, encoded));
        assertThat(results().latencies(Server.WS, BINARY).orElseThrow().count()).isZero();
    }

    private void load(int round, Server server, Cell cell, double cpu) {
        entries.add(new Entry.Load(round, server, cell.name(), cpu, 1000, 0.1, null));
    }

    private Results results() {
        return new Results(entries);
    }
}
