using ServiceDirectory.Cli.Mirror;

namespace ServiceDirectory.Tests.Mirror;

public sealed class MirrorAddressTests
{
    private static readonly string[] s_languages = ["en", "es", "ar"];

    [Theory]
    [InlineData("/", "index.html")]
    [InlineData("/en/", "index.html")]
    [InlineData("/es/", "es/index.html")]
    [InlineData("/needs#g3", "needs.html")]
    [InlineData("/ar/needs/4", "ar/needs/4.html")]
    [InlineData("/now/3?country=GB", "now/3-GB.html")]
    [InlineData("/guides?country=IE", "guides-IE.html")]
    [InlineData("/services/abc123", "services/abc123.html")]
    [InlineData("/search?need=4&need=9&place=2644688", "search/n4-n9-p2644688.html")]
    [InlineData("/search?place=2644688&page=2", "search/p2644688-page2.html")]
    [InlineData("/es/search?need=4&reach=remote", "es/search/n4-remote.html")]
    public void Page_OfAMirror_HasItsFile(string address, string file) => Assert.Equal(file, MirrorAddress.FileOf(address, s_languages));

    [Theory]
    [InlineData("/search?q=hormones+leeds")]
    [InlineData("/search?need=4&place=2644688&access=1")]
    [InlineData("/search?need=4")]
    [InlineData("/search")]
    [InlineData("/search?need=../../x&place=1")]
    [InlineData("/services/abc123/concern")]
    [InlineData("/services/..")]
    [InlineData("/curate/abc123")]
    [InlineData("/account")]
    [InlineData("/privacy")]
    [InlineData("/list?s=abc123")]
    [InlineData("/needs/4?x=1")]
    [InlineData("/fr/needs")]
    public void Anything_Else_IsNotTaken(string address) => Assert.Null(MirrorAddress.FileOf(address, s_languages));
}
