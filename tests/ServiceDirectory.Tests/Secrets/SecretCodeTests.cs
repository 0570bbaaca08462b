using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Tests.Secrets;

public sealed class SecretCodeTests
{
    private static IEnumerable<string> Some(int many) => Enumerable.Range(0, many).Select(_ => SecretCode.New());

    [Fact]
    public void New_IsReadBack_AsShown_AndAsPeopleWrite()
    {
        foreach (string code in Some(200))
        {
            Assert.Equal(SecretCode.Length, code.Length);
            string shown = SecretCode.Show(code);
            Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$", shown);
            Assert.Equal(code, SecretCode.Parse(shown));
            Assert.Equal(code, SecretCode.Parse(shown.ToLowerInvariant().Replace('-', ' ')));
            Assert.Equal(code, SecretCode.Parse($" {code.Replace('0', 'o').Replace('1', 'l')}\n"));
            Assert.Equal(code, SecretCode.Parse(code.Replace('0', 'O').Replace('1', 'I')));
        }
    }

    [Fact]
    public void Parse_OneWrongCharacter_AnywhereIsSeen()
    {
        foreach (string code in Some(5))
        {
            for (int place = 0; place < code.Length; place++)
            {
                foreach (char other in SecretCode.Alphabet.Where(letter => letter != code[place]))
                    Assert.Null(SecretCode.Parse(code[..place] + other + code[(place + 1)..]));
            }
        }
    }

    [Fact]
    public void Parse_TwoThatChangedPlaces_AreSeen()
    {
        foreach (string code in Some(50))
        {
            for (int one = 0; one < code.Length; one++)
            {
                for (int other = one + 1; other < code.Length; other++)
                {
                    char[] swapped = code.ToCharArray();
                    (swapped[one], swapped[other]) = (swapped[other], swapped[one]);
                    Assert.Equal(code[one] == code[other], SecretCode.Parse(new string(swapped)) is not null);
                }
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("----")]
    [InlineData("7K3Q")]
    [InlineData("7K3Q-7K3Q-7K3Q-7K3Q-7K3Q-7K3U")]
    [InlineData("٧K3Q-7K3Q-7K3Q-7K3Q-7K3Q-7K3Q")]
    [InlineData("7K3Q-7K3Q-7K3Q-7K3Q-7K3Q-7K3Q\0")]
    public void Parse_WhatIsNoCode_IsNone(string? typed) => Assert.Null(SecretCode.Parse(typed));

    [Fact]
    public void Parse_ALongText_IsNone() => Assert.Null(SecretCode.Parse(SecretCode.New() + new string(' ', 10_000)));

    [Fact]
    public void New_NeverTwice_AndAnyCharacterAnywhere()
    {
        string[] codes = [.. Some(2_000)];
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(Enumerable.Range(0, SecretCode.Length), place => Assert.Equal(SecretCode.Alphabet, string.Concat(codes.Select(code => code[place]).Distinct().Order())));
    }
}
