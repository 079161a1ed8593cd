package io.freshet.servicekit.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeDeletionTest {
    @TempDir
    Path directory;

    @Test
    void deletes_all_that_a_directory_holds_and_nothing_that_a_link_leads_to() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectory(directory.resolve("kept")).resolve("file"), "kept");
        Path tree = Files.createDirectories(directory.resolve("tree/below/deep"))
                .getParent()
                .getParent();
        Files.writeString(tree.resolve("below/file"), "gone");
        Files.createSymbolicLink(tree.resolve("below/link"), kept.getParent());
        Files.createSymbolicLink(tree.resolve("nowhere"), directory.resolve("missing"));

        TreeDeletion.delete(tree);

        assertFalse(Files.exists(tree, LinkOption.NOFOLLOW_LINKS));
        assertEquals("kept", Files.readString(kept));
    }

    @Test
    void a_link_in_place_of_the_directory_is_removed_itself() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectory(directory.resolve("kept")).resolve("file"), "kept");
        Path link = Files.createSymbolicLink(directory.resolve("link"), kept.getParent());

        TreeDeletion.delete(link);

        assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        assertEquals("kept", Files.readString(kept));
    }

    @Test
    void a_directory_that_is_not_there_is_deleted_already() throws IOException {
        TreeDeletion.delete(directory.resolve("missing"));
    }
}
