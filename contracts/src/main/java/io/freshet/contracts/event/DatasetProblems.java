package io.freshet.contracts.event;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.text.ShortText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeps files of a watched dataset from being used, as a whole: it replaces what was said before. Topic {@code dataset-problems}
 * (compacted), key {@code namespace/dataset}. Sent when it has changed.
 *
 * @param problems at most one of each kind; empty: there is none
 * @param confirmation names the vanished files in a {@link DeletionsConfirmed}; null: none have vanished
 */
public record DatasetProblems(
        DatasetRef dataset,
        List<FileProblem> problems,
        @Nullable String confirmation,
        Instant at) implements Event {
    /** The bound on the examples of one kind. */
    public static final int MAX_EXAMPLES = 20;

    /** The bound on the characters of a path or a reason, which keeps the event far below a megabyte. */
    public static final int MAX_TEXT = 500;

    /** What may be the matter. */
    public enum Kind {
        /** A file belongs to no partition. */
        OUTSIDE_LAYOUT,
        /** A symbolic link, which is not followed. */
        SYMBOLIC_LINK,
        /** A pipe, socket or device. */
        SPECIAL_FILE,
        /** A file cannot be read, so its partition is held back. */
        UNREADABLE_FILE,
        /** A directory cannot be listed, so the partitions that may have files there are held back. */
        UNREADABLE_DIRECTORY,
        /** A partition is held back because one of its files cannot be read. */
        HELD_BACK_PARTITION,
        /** A partition waits for its completion marker. */
        INCOMPLETE_PARTITION,
        /** An event has announced a file, or files of a partition, and there is none yet. */
        ANNOUNCED_FILE,
        /** A file is not what an event has announced, so its partition is held back. */
        DIFFERING_CONTENT,
        /** A file system or directory has vanished with its files, so the partitions that had files there are held back. */
        VANISHED_DIRECTORY
    }

    /**
     * All problems of one kind.
     *
     * @param count how many there are; of vanished directories, how many files
     * @param examples at most {@value #MAX_EXAMPLES}
     */
    public record FileProblem(Kind kind, long count, List<Example> examples) {
        public FileProblem {
            examples = List.copyOf(examples);
        }
    }

    /**
     * One of them.
     *
     * @param path of the file or directory, relative to the dataset's; or the partition; at most {@value #MAX_TEXT} characters
     * @param reason in words; at most {@value #MAX_TEXT} characters
     */
    public record Example(String path, String reason) {
        public Example {
            path = ShortText.of(path, MAX_TEXT);
            reason = ShortText.of(reason, MAX_TEXT);
        }
    }

    public DatasetProblems {
        problems = List.copyOf(problems);
    }

    @Override
    public String subject() {
        return dataset.toString();
    }
}
