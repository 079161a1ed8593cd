package io.freshet.testkit.disk;

import java.util.Random;

/** What of the things that were not synced is there after a power failure. What was synced always is. */
public interface Survival {
    /** Nothing: the directories as they were synced last, and the files in them with the content that was synced last. */
    Survival NOTHING = new Survival() {
        @Override
        public boolean hasNames() {
            return false;
        }

        @Override
        public Content content() {
            return Content.SYNCED;
        }
    };

    /** All names, without any content: a journaling file system with delayed allocation. */
    Survival NAMES = new Survival() {
        @Override
        public boolean hasNames() {
            return true;
        }

        @Override
        public Content content() {
            return Content.SYNCED;
        }
    };

    /** All names, and files of the right length and time that are full of zeros. */
    Survival ZEROS = new Survival() {
        @Override
        public boolean hasNames() {
            return true;
        }

        @Override
        public Content content() {
            return Content.ZEROS;
        }
    };

    /** How much of a file's content is there. */
    enum Content {
        /** What was synced last; nothing if it never was. */
        SYNCED,
        /** As many zeros as the file was long. */
        ZEROS,
        /** All of it. */
        WRITTEN
    }

    /** Whether a directory is as it was written last, and not as it was synced last; asked for each directory. */
    boolean hasNames();

    /** Asked for each file that differs from what was synced. */
    Content content();

    /** A mixture. */
    static Survival random(Random random) {
        return new Survival() {
            @Override
            public boolean hasNames() {
                return random.nextBoolean();
            }

            @Override
            public Content content() {
                return Content.values()[random.nextInt(Content.values().length)];
            }
        };
    }
}
