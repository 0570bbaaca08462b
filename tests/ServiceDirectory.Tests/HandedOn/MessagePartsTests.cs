using FsCheck;
using FsCheck.Fluent;
using ServiceDirectory.Core.Sharing;

namespace ServiceDirectory.Tests.HandedOn;

/// <summary>Text for messages: whole entries, and never more than a message holds.</summary>
public sealed class MessagePartsTests
{
    private const string Number = "\n0113 496 0123";

    private static MessageEntry Entry(string name, params string[] ends) => new(name, ends);

    [Fact]
    public void Short_StandTogether_UntilOneIsFull()
    {
        var parts = MessageParts.Of(Enumerable.Range(1, 8).Select(i => Entry($"Clinic number {i}", Number)));
        // Each has 29 characters, and one between: five and no sixth.
        Assert.Equal([5, 3], parts.Select(part => part.Text.Split('\n').Length / 2));
        Assert.Equal(149, parts[0].Length);
        Assert.All(parts, part => Assert.Equal((true, 1), (part.IsPlain, part.Messages)));
    }

    [Fact]
    public void Room_DecidesHowMuchIsSaid()
    {
        string checkedOn = "\nChecked 10/2026 by two community organisations", page = "\nexample.org/services/abc123";
        Assert.EndsWith(page, Assert.Single(MessageParts.Of([Entry("Mill Clinic", Number + checkedOn + page, Number + checkedOn, Number)])).Text, StringComparison.Ordinal);
        var longer = Assert.Single(MessageParts.Of([Entry(new string('x', 90), Number + checkedOn + page, Number + checkedOn, Number)]));
        Assert.EndsWith(checkedOn, longer.Text, StringComparison.Ordinal);
        var longest = Assert.Single(MessageParts.Of([Entry(new string('x', 120), Number + checkedOn + page, Number + checkedOn, Number)]));
        Assert.EndsWith(Number, longest.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Línea Ñandú", false)]
    [InlineData("Señora É", true)]
    [InlineData("Women’s – “House”…", true)]
    [InlineData("عيادة", false)]
    [InlineData("Clinic 🙂", false)]
    public void OtherLetters_LeaveLessRoom(string name, bool isPlain)
    {
        var part = Assert.Single(MessageParts.Of([Entry(name, Number)]));
        Assert.Equal(isPlain, part.IsPlain);
        var many = MessageParts.Of(Enumerable.Repeat(Entry(name, Number), 12));
        Assert.All(many, one => Assert.InRange(one.Length, 1, isPlain ? 160 : 70));
    }

    [Fact]
    public void SignsThatTakeTwoPlaces_AreCountedTwice() =>
        Assert.Equal(4 + "\n1".Length, Assert.Single(MessageParts.Of([Entry("[]", "\n1")])).Length);

    [Fact]
    public void OneThatNeedsTwoMessages_StandsAlone_AndSaysSo()
    {
        var parts = MessageParts.Of([Entry("A", Number), Entry(new string('ع', 100), Number), Entry("B", Number)]);
        Assert.Equal([1, 2, 1], parts.Select(part => part.Messages));
        Assert.InRange(parts[1].Length, 71, MessageParts.Longest);
    }

    [Fact]
    public void NameThatIsTooLong_IsShortened_AndWhatIsOpenedNeverIs()
    {
        string page = "\n" + new string('h', 80) + "/services/abc123";
        var part = Assert.Single(MessageParts.Of([Entry(string.Concat(Enumerable.Repeat("🙂", 60)), page)]));
        Assert.InRange(part.Length, 1, MessageParts.Longest);
        Assert.EndsWith("..." + page, part.Text, StringComparison.Ordinal);
        Assert.False(char.IsHighSurrogate(part.Text[part.Text.IndexOf("...", StringComparison.Ordinal) - 1]));
    }

    /// <summary>Whatever names there are: every entry is in one part, whole, in order, and no part is too long.</summary>
    [Fact]
    public void Any_AreWholeAndInOrder()
    {
        var letters = Gen.Elements("abc XYZ 01 [ ] é ñ Σ ă ț ع م 漢 ’ – 🙂".Split(' '));
        var names = letters.NonEmptyListOf().Select(list => string.Concat(list.Take(60))).NonEmptyListOf();
        Prop.ForAll(names.ToArbitrary(), list =>
        {
            var parts = MessageParts.Of(list.Select((name, at) => Entry(name, $"\n07700 900{at:000}")));
            Assert.All(parts, part => Assert.InRange(part.Length, 1, part.IsPlain || part.Messages > 1 ? 160 : 70));
            var lines = parts.SelectMany(part => part.Text.Split('\n')).ToList();
            Assert.Equal(list.Select((_, at) => $"07700 900{at:000}"), lines.Where((_, at) => at % 2 == 1));
            Assert.Equal(list.Count, lines.Count / 2);
        }).QuickCheckThrowOnFailure();
    }
}
