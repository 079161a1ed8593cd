package io.freshet.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Freshet.class.getPackage().getImplementationVersion();
        return new String[] {"freshet " + (version == null ? "development" : version)};
    }
}
