package io.freshet.scheduler.deployment;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.bundle.Bundle;
import io.freshet.language.bundle.BundleFile;
import io.freshet.language.bundle.DeployableBundle;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Code in the storage root: contents as objects, one manifest per task. What was stored outlives a power failure. */
public final class CodeUploader implements CodeStore {
    private final StorageRoot root;
    private final DurableFiles files;
    private final ContentStore contents;

    public CodeUploader(StorageRoot root) {
        this(root, new DurableFiles(LocalDisk.SYNCED));
    }

    CodeUploader(StorageRoot root, DurableFiles files) {
        this.root = root;
        this.files = files;
        this.contents = new ContentStore(root, files);
    }

    @Override
    public Map<String, Fingerprint> store(String namespace, DeployableBundle.Valid bundle) throws IOException {
        Map<String, Fingerprint> code = new LinkedHashMap<>();
        DurableBatch batch = contents.batch();
        for (Map.Entry<String, Manifest> task : bundle.code().entrySet()) {
            storeFiles(bundle.bundle(), task.getValue(), batch);
            code.put(task.getKey(), contents.putManifest(task.getValue(), batch));
        }
        batch.commit();
        makeWatchedDirectories(namespace, bundle.workflow().spec());
        return code;
    }

    private void storeFiles(Bundle bundle, Manifest manifest, DurableBatch batch) throws IOException {
        for (Manifest.Entry file : manifest.files()) {
            BundleFile content = bundle.file(file.path())
                    .orElseThrow(() -> new IllegalStateException(file.path() + " is in the manifest only"));
            switch (content) {
                case BundleFile.InMemory small -> contents.putObject(bytes(small), batch);
                case BundleFile.OnDisk(Path place, long _, Fingerprint hash) -> contents.putObject(hash, place, batch);
            }
        }
    }

    private static byte[] bytes(BundleFile file) throws IOException {
        try (InputStream content = file.open()) {
            return content.readAllBytes();
        }
    }

    private void makeWatchedDirectories(String namespace, WorkflowSpec workflow) throws IOException {
        for (DatasetSpec dataset : workflow.datasets().values()) {
            if (workflow.producer(dataset.name()).isEmpty()) {
                files.createDirectories(root.dataset(new DatasetRef(namespace, dataset.name()), dataset.path()));
            }
        }
    }
}
