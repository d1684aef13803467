package io.qail.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return new String[] {"qail " + (version == null ? "(not from a jar)" : version)};
    }
}
