package io.freshet.kubernetes.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes images as tarballs, as {@code docker load} and its like read them. Nothing in one depends on when or where it is built. */
final class ImageTarball {
    private static final String ROOT = "/app";
    private static final String USER = "10001:10001";
    private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");

    private final String base;
    private final String version;
    private final Path caches;

    /**
     * @param base an image reference, or {@code tar://} and a path
     */
    ImageTarball(String base, String version, Path caches) {
        this.base = base;
        this.version = version;
        this.caches = caches;
    }

    /** Writes one image and returns its id, the digest of its configuration. */
    String write(StagedApplication application, Path tarball) throws Exception {
        ImageSpec spec = application.spec();
        Path layers = caches.resolve("application");
        // Jib knows a layer again by its files' names and times, and the times of ours are fixed: it would take an old
        // one for the new.
        StagedApplication.delete(layers);
        JibContainerBuilder image = Jib.from(base)
                .setFileEntriesLayers(layers(application))
                .setEntrypoint("java", "@" + ROOT + "/java.args")
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get("/tmp"))
                .setCreationTime(StagedApplication.TIME)
                .setLabels(Map.of(
                        "org.opencontainers.image.title",
                        spec.name(),
                        "org.opencontainers.image.version",
                        version,
                        "org.opencontainers.image.licenses",
                        "Apache-2.0"));
        spec.port().ifPresent(port -> image.addExposedPort(Port.tcp(port)));
        JibContainer written =
                image.containerize(Containerizer.to(TarImage.at(tarball).named(spec.name() + ":" + version))
                        .setBaseImageLayersCache(caches.resolve("base"))
                        .setApplicationLayersCache(layers)
                        .setToolName("freshet"));
        return written.getImageId().toString();
    }

    /** From what changes seldom to what changes always, so that little is pulled when little changed. */
    private static List<FileEntriesLayer> layers(StagedApplication application) throws IOException {
        List<FileEntriesLayer> layers = new ArrayList<>();
        layers.add(layer("libraries", "/lib/", application.libraries()));
        List<Path> rest = List.of(application.logConfiguration(), application.argumentFile(ROOT));
        layers.add(layer("freshet", "/lib/", application.ours()));
        layers.add(layer("configuration", "/", rest));
        if (Files.exists(application.cache())) {
            layers.add(layer("cache", "/", List.of(application.cache())));
        }
        return layers;
    }

    private static FileEntriesLayer layer(String name, String directory, List<Path> files) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        for (Path file : files) {
            layer.addEntry(
                    file,
                    AbsoluteUnixPath.get(ROOT + directory + file.getFileName()),
                    READABLE,
                    StagedApplication.TIME);
        }
        return layer.build();
    }
}
