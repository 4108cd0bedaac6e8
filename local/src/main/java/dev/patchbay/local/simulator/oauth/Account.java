package dev.patchbay.local.simulator.oauth;

/**
 * One account that a person may choose on the consent page.
 *
 * @param id the provider's own id of it
 * @param login by which a person knows it: an email address, or a workspace's or company's name
 * @param name of its owner, given name first
 */
public record Account(String id, String login, String name) {

    public String givenName() {
        return name.substring(0, Math.max(0, name.indexOf(' ')));
    }

    public String familyName() {
        return name.substring(name.indexOf(' ') + 1);
    }
}
