using ServiceDirectory.Core.Accounts;

namespace ServiceDirectory.Tests.Accounts;

public sealed class TwoWordNameTests
{
    [Fact]
    public void New_IsTwoPlainWords_OfMany()
    {
        Assert.True(TwoWordName.Count > 10_000);
        string[] names = [.. Enumerable.Range(0, 500).Select(_ => TwoWordName.New())];
        Assert.All(names, name => Assert.Matches("^[a-z]{2,12}-[a-z]{2,12}$", name));
        Assert.True(names.Distinct().Count() > 450);
    }

    [Theory]
    [InlineData("quiet-otter")]
    [InlineData(" Quiet Otter ")]
    [InlineData("QUIET–OTTER")]
    [InlineData("quiet  otter")]
    public void Normalise_AsPeopleType_IsTheName(string typed) => Assert.Equal("quiet-otter", TwoWordName.Normalise(typed));
}
