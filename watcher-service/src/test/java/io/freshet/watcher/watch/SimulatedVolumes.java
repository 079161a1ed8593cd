package io.freshet.watcher.watch;

import io.freshet.watcher.domain.VolumeIdentity;
import io.freshet.watcher.scan.MountTable;
import io.freshet.watcher.scan.VolumeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The volumes that there really are, with those that a test says are mounted below the dataset's directory. */
final class SimulatedVolumes implements VolumeReader {
    private final MountTable real = new MountTable();
    private final SortedMap<String, VolumeIdentity> mounted = new TreeMap<>();

    void mount(String directory, long device) {
        mounted.put(directory, new VolumeIdentity("simulated " + device, device, 1));
    }

    void unmount(String directory) {
        mounted.remove(directory);
    }

    boolean isMounted(String directory) {
        return mounted.containsKey(directory);
    }

    @Override
    public SortedMap<String, VolumeIdentity> volumes(Path directory) throws IOException {
        SortedMap<String, VolumeIdentity> volumes = real.volumes(directory);
        if (!volumes.isEmpty()) {
            volumes.putAll(mounted);
        }
        return volumes;
    }

    @Override
    public Optional<VolumeIdentity> at(Path directory) {
        return mounted.entrySet().stream()
                .filter(mount -> directory.endsWith(mount.getKey()))
                .findFirst()
                .map(mount -> mount.getValue())
                .or(() -> real.at(directory));
    }
}
