package io.freshet.testkit.architecture;

import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.architecture.SourceFile.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A name that other processes know is written once: who needs it asks {@link Topics} or {@link EventTypes}. */
final class WireNameRules {
    private static final Map<String, Class<?>> OWNERS = owners();

    private WireNameRules() {}

    /** Where such a name is written elsewhere, each in a sentence. */
    static List<String> violations(List<SourceFile> sources) {
        return sources.stream()
                .flatMap(source -> source.texts().stream()
                        .flatMap(text -> OWNERS.entrySet().stream()
                                .filter(name ->
                                        isWritten(name.getKey(), text) && !isSourceOf(source.path(), name.getValue()))
                                .map(name -> "%s:%d writes '%s': take it from %s"
                                        .formatted(
                                                source.path(),
                                                text.line(),
                                                name.getKey(),
                                                name.getValue().getSimpleName()))))
                .toList();
    }

    private static boolean isWritten(String name, Text text) {
        return text.value().contains(name);
    }

    private static boolean isSourceOf(String path, Class<?> owner) {
        return path.endsWith(owner.getName().replace('.', '/') + ".java");
    }

    private static Map<String, Class<?>> owners() {
        Map<String, Class<?>> owners = new TreeMap<>();
        Topics.all().stream()
                .map(Topic::name)
                .filter(Topics::hasDeadLetters)
                .forEach(name -> owners.put(name, Topics.class));
        EventTypes.all().values().forEach(type -> owners.put(type, EventTypes.class));
        return owners;
    }
}
