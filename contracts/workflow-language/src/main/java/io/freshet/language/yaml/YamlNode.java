package io.freshet.language.yaml;

import java.util.List;

/** A node of a YAML document. Aliases have been replaced by what they stand for, and mapping keys are unique texts. */
public sealed interface YamlNode {
    /** Where it hangs: keys joined by {@code .} and list positions from 0, as in {@code spec.triggers[0].schedule}; the root's is empty. */
    String path();

    Position position();

    /** What it is, in words. */
    String described();

    /** Keys with values, in the order of the text. */
    record Mapping(String path, Position position, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String described() {
            return "a mapping";
        }
    }

    /** One key of a mapping. */
    record Entry(String key, Position keyPosition, YamlNode value) {}

    /** A list. */
    record Sequence(String path, Position position, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** A single value, as it is written (without its quotes). */
    record Scalar(String path, Position position, String text, Kind kind) implements YamlNode {
        @Override
        public String described() {
            return switch (kind) {
                case STRING -> "the text '%s'".formatted(text);
                case INTEGER, DECIMAL -> "the number %s".formatted(text);
                case BOOLEAN -> "the value %s".formatted(text);
                case NULL -> "nothing";
            };
        }
    }

    /** What the core schema of YAML 1.2 takes a scalar for. */
    enum Kind {
        STRING,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }
}
