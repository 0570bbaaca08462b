using ServiceDirectory.Core.Accounts;

namespace ServiceDirectory.Tests.Accounts;

public sealed class PassphraseTests
{
    [Theory]
    [InlineData("", PassphraseProblem.TooShort)]
    [InlineData("vK3!mq9#Zt7&bx", PassphraseProblem.TooShort)]
    [InlineData("passwordpassword", PassphraseProblem.EasyToGuess)]
    [InlineData("qwertyuiopasdfghjkl", PassphraseProblem.EasyToGuess)]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", PassphraseProblem.EasyToGuess)]
    [InlineData("abababababababab", PassphraseProblem.EasyToGuess)]
    [InlineData("iloveyouiloveyou", PassphraseProblem.EasyToGuess)]
    [InlineData("quiet-otter2026", PassphraseProblem.EasyToGuess)]
    [InlineData("quiet otter quiet otter", PassphraseProblem.EasyToGuess)]
    [InlineData("velvet goats argue under ladders", null)]
    [InlineData("pisica mănâncă nouă felii", null)]
    [InlineData("قطة زرقاء تحت المطر الليلي", null)]
    public void Check_LooksAtLengthAndGuesses(string typed, PassphraseProblem? problem) => Assert.Equal(problem, Passphrase.Check(typed, "quiet-otter"));

    [Fact]
    public void Check_TheLongest_IsTaken_AndNoLongerOne()
    {
        string phrase = string.Concat(Enumerable.Range(0, 100).Select(i => $"{(char)('a' + (i * 7 % 26))}{i * 31 % 97}"))[..Passphrase.Longest];
        Assert.Null(Passphrase.Check(phrase));
        Assert.Equal(PassphraseProblem.TooLong, Passphrase.Check(phrase + "x"));
    }

    /// <summary>Fifteen of one keyboard are fifteen of another, and a face counts once.</summary>
    [Fact]
    public void Normalise_MakesOneOfTwoWaysToWriteALetter()
    {
        Assert.Equal(Passphrase.Normalise("caf\u00e9"), Passphrase.Normalise("cafe\u0301"));
        Assert.Equal(PassphraseProblem.TooShort, Passphrase.Check(string.Concat(Enumerable.Repeat("e\u0301", 14))));
        Assert.Equal(PassphraseProblem.TooShort, Passphrase.Check(string.Concat(Enumerable.Repeat("🦦", 14))));
    }
}
