package io.freshet.testkit.architecture;

import io.freshet.contracts.error.ErrorCode;
import io.freshet.contracts.error.LogCode;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.spec.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The code of an error is written in the registry of its kind only; those of a specification are held by the type of what has them. */
final class ErrorCodeRules {
    private static final Map<String, String> OWNERS = owners();

    private ErrorCodeRules() {}

    /** Where a code is written elsewhere, each in a sentence. */
    static List<String> violations(List<SourceFile> sources) {
        return sources.stream()
                .flatMap(source -> Stream.concat(
                        source.texts().stream()
                                .filter(text -> OWNERS.containsKey(text.value()))
                                .map(text -> "%s:%d writes the error code '%s': take it from %s"
                                        .formatted(source.path(), text.line(), text.value(), OWNERS.get(text.value()))),
                        source.looseCodes().stream()
                                .map(text -> "%s:%d writes '%s' as errorCode: make it a constant of LogCode"
                                        .formatted(source.path(), text.line(), text.value()))))
                .toList();
    }

    /** Codes of several words, in both spellings: a single word is mostly meant as a word. */
    private static Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        Stream.<ErrorCode[]>of(
                        ProblemCode.values(), LogCode.values(), FailureKind.values(), WorkflowFaulted.Code.values())
                .flatMap(Arrays::stream)
                .filter(code -> code.name().contains("_"))
                .forEach(code -> {
                    String owner = ((Enum<?>) code).getDeclaringClass().getSimpleName();
                    owners.putIfAbsent(code.name(), owner);
                    owners.putIfAbsent(code.text(), owner);
                });
        return owners;
    }
}
