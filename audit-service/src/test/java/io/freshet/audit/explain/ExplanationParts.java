package io.freshet.audit.explain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.Explanation;
import io.freshet.contracts.api.Explanation.Origin;
import io.freshet.contracts.api.Explanation.Step;
import java.util.List;

/** What tests look at in an explanation. */
final class ExplanationParts {
    private ExplanationParts() {}

    static List<String> runs(Explanation why) {
        return why.causes().stream().map(Origin::run).toList();
    }

    static List<String> changed(Origin origin) {
        return origin.changed().stream().map(Phrases::partition).toList();
    }

    static List<String> chain(Explanation why) {
        return why.chain().stream().map(Step::change).map(Phrases::partition).toList();
    }

    static void assertSaysNothingOf(Explanation why, String unwanted) {
        assertFalse(
                why.sentences().stream().anyMatch(sentence -> sentence.contains(unwanted)),
                () -> String.join("\n", why.sentences()));
    }

    static void assertSays(Explanation why, String wanted) {
        assertTrue(
                why.sentences().stream().anyMatch(sentence -> sentence.contains(wanted)),
                () -> String.join("\n", why.sentences()));
    }
}
