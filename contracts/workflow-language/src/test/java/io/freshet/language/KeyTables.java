package io.freshet.language;

import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import java.util.List;

/** The tables of keys of a page of the reference, from what the parser reads with. */
public final class KeyTables {
    private KeyTables() {}

    /**
     * A table for each section.
     *
     * @param heading what stands before a title, such as {@code ##}
     */
    public static String of(List<Section> sections, String heading) {
        StringBuilder tables = new StringBuilder();
        for (Section section : sections) {
            tables.append("\n%s %s\n\n".formatted(heading, section.title()));
            tables.append("| key | takes | without it | meaning |\n| --- | --- | --- | --- |\n");
            for (Key<?> key : section.keys()) {
                tables.append("| `%s` | %s | %s | %s |\n"
                        .formatted(key.name(), key.type().description(), key.otherwise(), key.meaning()));
            }
        }
        return tables.toString();
    }
}
