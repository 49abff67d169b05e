package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the contracts of {@code dev.heddle.websocket} are tested whole; what it is over sockets, {@code TransportContract} tests. */
class ContractTest {

    private static final List<Class<?>> PARTS = List.of(
            ContractThreadsTest.class,
            ContractOrderTest.class,
            ContractOnceTest.class,
            ContractMemoryTest.class,
            ContractFailureTest.class);

    private static final List<Class<?>> RECONNECTING = List.of(
            ReconnectingAttemptsTest.class,
            ReconnectingMessagesTest.class,
            ReconnectingCloseTest.class,
            ReconnectingModelTest.class);

    @Test
    void eachSentenceHasItsTest() throws IOException {
        List<String> sentences = sentences("package-info", "C\\d+");
        assertThat(sentences).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(tested(PARTS, "C\\d+")).containsExactlyInAnyOrderElementsOf(sentences);
    }

    @Test
    void eachRuleOfReconnectingHasATest() throws IOException {
        List<String> rules = sentences("ReconnectingWebSocket", "R\\d+");
        assertThat(rules).hasSize(15).doesNotHaveDuplicates();
        assertThat(tested(RECONNECTING, "R\\d+")).hasSameElementsAs(rules);
    }

    private static List<String> sentences(String file, String name) throws IOException {
        String contract =
                Files.readString(Path.of("../websocket/src/main/java/dev/heddle/websocket/" + file + ".java"));
        return Pattern.compile("<b>(" + name + ")</b>")
                .matcher(contract)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> tested(List<Class<?>> parts, String name) {
        return parts.stream()
                .flatMap(part -> Arrays.stream(part.getDeclaredMethods()))
                .flatMap(method -> Arrays.stream(method.getAnnotationsByType(Tag.class)))
                .map(Tag::value)
                .filter(tag -> tag.matches(name))
                .toList();
    }
}
