using FsCheck;
using FsCheck.Fluent;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Words in our own addresses.</summary>
public sealed class VeiledTextTests
{
    [Theory]
    [InlineData("night", "~bmlnaHQ")]
    [InlineData("مدينة", "~2YXYr9mK2YbYqQ")]
    public void Of_Words_CannotBeReadAndComeBack(string words, string veiled)
    {
        Assert.Equal(veiled, VeiledText.Of(words));
        Assert.Equal(words, VeiledText.Read(veiled));
    }

    [Fact]
    public void Read_OfAnythingVeiled_IsItAgain() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
        ArbMap.Default.GeneratorFor<string>().Where(text => text is { Length: > 0 } && text.Trim() == text && SoundText.IsSound(text)).ToArbitrary(),
        text => VeiledText.Read(VeiledText.Of(text)) == text));

    /// <summary>A person's words that begin with a tilde, and what somebody sends who wants NUL, half a letter or nothing to come in by this way.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("~ 5 km")]
    [InlineData("~a")]
    [InlineData("~bmln*HQ")]
    [InlineData("~AA")]
    [InlineData("~_w")]
    [InlineData("~7aCA")]
    [InlineData("~77-9")]
    [InlineData("~ICAg")]
    [InlineData("night")]
    public void Read_WhatIsNotVeiledWords_StaysAsItIs(string value) => Assert.Equal(value, VeiledText.Read(value));
}
