package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.someOf;
import static io.freshet.language.grammar.ValueTypes.structure;
import static io.freshet.language.grammar.ValueTypes.whole;

import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.util.List;

/** The keys of an output of a task, and of its checks. */
final class OutputKeys {
    private static final String EITHER = "-";

    static final Section OUTPUT = new Section("`spec.tasks.<name>.outputs.<dataset>`");
    static final Key<YamlNode> CHECKS = OUTPUT.key("checks")
            .takes(structure("list of checks"))
            .absent("none", "What staged outputs must pass before they are published.");

    static final Section CHECK = new Section("A check (exactly one key)");
    static final Key<YamlNode> ROW_COUNT = CHECK.key("rowCount")
            .takes(structure("mapping"))
            .absent(EITHER, "The number of records lies within bounds.");
    static final Key<List<String>> UNIQUE = CHECK.key("unique")
            .takes(someOf(TEXT.calledBy("columns")))
            .absent(EITHER, "No two records are equal in all of the columns.");
    static final Key<List<String>> NOT_NULL = CHECK.key("notNull")
            .takes(someOf(TEXT.calledBy("columns")))
            .absent(EITHER, "No record has an empty value in any of the columns.");

    static final Section OF_ROW_COUNT = new Section("`rowCount` (at least one key)");
    static final Key<Long> MIN = OF_ROW_COUNT.key("min").takes(whole(0)).absent("no bound", "The fewest records.");
    static final Key<Long> MAX = OF_ROW_COUNT.key("max").takes(whole(0)).absent("no bound", "The most records.");

    private OutputKeys() {}
}
