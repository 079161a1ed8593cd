package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VolumeGuardTest {
    private static final VolumeIdentity DISK = new VolumeIdentity("ext4 /dev/sda1 /", 1, 2);
    private static final VolumeIdentity SHARE = new VolumeIdentity("nfs4 server:/north /", 7, 2);
    private static final VolumeIdentity OTHER = new VolumeIdentity("tmpfs tmpfs /", 8, 1);

    private final VolumeGuard guard = new VolumeGuard();

    VolumeGuardTest() {
        observe(Map.of("", DISK, "north", SHARE), Set.of());
        guard.scanned();
    }

    @Test
    void trusts_what_a_scan_finds_complete() {
        assertEquals(volumes(Map.of("", DISK, "north", SHARE)), guard.trusted());
        assertTrue(guard.counts("north/a", true, false));
    }

    @Test
    void hides_what_is_no_longer_mounted_and_nothing_else() {
        observe(Map.of("", DISK), Set.of());

        assertFalse(guard.counts("north/a", true, true));
        assertTrue(guard.counts("south/a", true, false));
        guard.scanned();
        assertEquals(Set.of("north"), guard.hidden());
    }

    @Test
    void a_missing_directory_hides_all_that_is_its_own() {
        observe(Map.of(), Set.of());

        assertFalse(guard.counts("south/a", true, true));
        assertFalse(guard.counts("north/a", true, true));
    }

    @Test
    void another_file_system_is_trusted_when_nothing_is_missing_from_it() {
        observe(Map.of("", DISK, "north", OTHER), Set.of());
        guard.scanned();

        assertEquals(Set.of(), guard.hidden());
        assertTrue(guard.counts("north/a", true, false));
    }

    @Test
    void a_file_system_mounted_over_files_hides_them() {
        observe(Map.of("", DISK, "north", SHARE, "south", OTHER), Set.of());

        assertFalse(guard.counts("south/a", true, false));
        guard.scanned();
        assertEquals(Set.of("south"), guard.hidden());
    }

    @Test
    void the_same_file_system_ends_the_doubt() {
        observe(Map.of("", DISK), Set.of());
        guard.counts("north/a", true, false);
        guard.scanned();

        observe(Map.of("", DISK, "north", SHARE), Set.of());
        assertTrue(guard.counts("north/a", true, false));
        guard.scanned();
        assertEquals(Set.of(), guard.hidden());
    }

    @Test
    void all_files_at_once_are_hidden_unless_the_kernel_told_of_their_deletion() {
        observe(Map.of("", DISK, "north", SHARE), Set.of("north"));

        assertTrue(guard.counts("north/a", true, true));
        assertFalse(guard.counts("north/b", true, false));
        assertTrue(guard.counts("south/a", true, false));
    }

    @Test
    void what_is_confirmed_is_deleted_until_files_are_there_again() {
        observe(Map.of("", DISK, "north", SHARE), Set.of("north"));
        guard.counts("north/a", true, false);
        guard.scanned();
        guard.confirm();

        observe(Map.of("", DISK, "north", SHARE), Set.of("north"));
        assertTrue(guard.counts("north/a", true, false));

        observe(Map.of("", DISK, "north", SHARE), Set.of());
        observe(Map.of("", DISK, "north", SHARE), Set.of("north"));
        assertFalse(guard.counts("north/a", true, false));
    }

    @Test
    void what_is_found_where_a_volume_was_does_not_count() {
        observe(Map.of("", DISK), Set.of());

        assertFalse(guard.counts("north/stranger", false, true));
        assertTrue(guard.counts("south/a", false, false));
    }

    @Test
    void a_volume_of_which_nothing_is_known_is_trusted_at_once() {
        guard.observe(volumes(Map.of("", DISK, "west", OTHER)));
        guard.judge(Set.of("", "north"), Set.of());

        assertTrue(guard.counts("west/a", false, false));
        assertEquals(OTHER, guard.trusted().get("west"));
    }

    @Test
    void a_file_belongs_to_the_innermost_volume() {
        observe(Map.of("", DISK, "north", SHARE, "north/deep", OTHER), Set.of());

        assertEquals("north/deep", guard.volumeOf("north/deep/a/b"));
        assertEquals("north", guard.volumeOf("north/deeper/a"));
        assertEquals("", guard.volumeOf("northern/a"));
        assertEquals("", guard.volumeOf("north"));
    }

    private void observe(Map<String, VolumeIdentity> volumes, Set<String> emptied) {
        guard.observe(volumes(volumes));
        guard.judge(Set.of("", "north", "north/deep", "south"), emptied);
    }

    private static SortedMap<String, VolumeIdentity> volumes(Map<String, VolumeIdentity> volumes) {
        return new TreeMap<>(volumes);
    }
}
