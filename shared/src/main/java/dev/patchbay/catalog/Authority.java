package dev.patchbay.catalog;

import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.app.OAuthApps;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The part of a provider's addresses that an OAuth app may have of its own, such as the organisation that it is registered for.
 *
 * @param standard what stands in the catalogue's addresses, as one segment of the path, and serves an app that names no other
 * @param form a regular expression that the whole of what an app names must match, without regard to case
 */
public record Authority(String standard, String form) {
    /** It becomes a segment of a path to which secrets are sent, so no file can allow more than this. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");

    /** Whether an app may name it. */
    boolean allows(String named) {
        return SEGMENT.matcher(named).matches()
                && Pattern.compile(form, Pattern.CASE_INSENSITIVE)
                        .matcher(named)
                        .matches();
    }

    /** Whether an address has the standard one in its path, once. */
    boolean isIn(URI url) {
        String segment = "/" + standard + "/";
        String path = url.getRawPath();
        return path.contains(segment) && path.indexOf(segment) == path.lastIndexOf(segment);
    }

    /** An address of the catalogue as an OAuth app uses it. */
    static URI address(URI url, Auth.OAuth2 oauth, OAuthApps.OAuthApp app) {
        return app.authority()
                .map(named -> oauth.endpoints()
                        .authority()
                        .filter(there -> there.allows(named))
                        .orElseThrow(() -> OAuthAppMissingException.wrongAuthority(oauth.app()))
                        .in(url, named))
                .orElse(url);
    }

    /** The address with another one in the place of the standard one. */
    private URI in(URI url, String named) {
        String path = url.getRawPath().replace("/" + standard + "/", "/" + named.toLowerCase(Locale.ROOT) + "/");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + query);
    }
}
