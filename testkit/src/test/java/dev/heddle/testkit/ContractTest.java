package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the contract of {@code dev.heddle.websocket} is tested whole; what it is over sockets, {@code TransportContract} tests. */
class ContractTest {

    private static final List<Class<?>> PARTS = List.of(
            ContractThreadsTest.class,
            ContractOrderTest.class,
            ContractOnceTest.class,
            ContractMemoryTest.class,
            ContractFailureTest.class);

    @Test
    void eachSentenceHasItsTest() throws IOException {
        String contract =
                Files.readString(Path.of("../websocket/src/main/java/dev/heddle/websocket/package-info.java"));
        List<String> sentences = new ArrayList<>();
        Matcher matcher = Pattern.compile("<b>(C\\d+)</b>").matcher(contract);
        while (matcher.find()) {
            sentences.add(matcher.group(1));
        }
        List<String> tested = PARTS.stream()
                .flatMap(part -> Arrays.stream(part.getDeclaredMethods()))
                .flatMap(method -> Arrays.stream(method.getAnnotationsByType(Tag.class)))
                .map(Tag::value)
                .toList();
        assertThat(sentences).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(tested).containsExactlyInAnyOrderElementsOf(sentences);
    }
}
