package dev.patchbay.local.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class PatchbayVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Optional<String> built =
                Optional.ofNullable(PatchbayVersion.class.getPackage().getImplementationVersion());
        return new String[] {"patchbay " + built.orElse("built from source")};
    }
}
