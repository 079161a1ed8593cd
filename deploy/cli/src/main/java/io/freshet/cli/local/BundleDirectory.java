package io.freshet.cli.local;

import io.freshet.cli.CommandException;
import io.freshet.cli.ExitCode;
import io.freshet.contracts.bundle.Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A bundle that a person named, read and found right. */
public record BundleDirectory(String workflow, byte[] zip) {}
