using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Listings;

/// <summary>What a result shows of a service, in one language.</summary>
public sealed class CardMakerTests
{
    [Fact]
    public void Card_InALanguageOfTheEntry_HasItsWords_AndMarksThoseOfAnother()
    {
        var content = Sample.Everything() with { Cost = Text.Of("en", "Free") };
        var card = CardMaker.Card(content, "ro");
        Assert.Equal(new CardText("Mill Clinic (ro)"), card.Name);
        Assert.Equal(new CardText("M. Centre (ro)"), card.PaperName);
        Assert.Equal(new CardText("Free tests and treatment. (ro)"), card.Summary);
        Assert.Equal(new CardText("Free", "en"), card.Cost);
        Assert.Equal(new CardText("Mill Trust", "en"), card.Provider);
        Assert.Null(CardMaker.Card(content, "en").Name.Lang);
    }

    [Fact]
    public void Card_WithoutWhatIsOptional_LeavesItOut()
    {
        var card = CardMaker.Card(Sample.Clinic() with { Cost = null }, "en");
        Assert.Null(card.Cost);
        Assert.Null(card.PaperName);
        Assert.Equal((false, false, false), (card.HelpsByPhone, card.HelpsOnline, card.HelpsByPost));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(IntakeState.TakingNewPeople, false)]
    [InlineData(IntakeState.WaitingList, true)]
    [InlineData(IntakeState.Full, false)]
    public void WaitingList_IsSaid_ThatItIsFullIsNot(IntakeState? state, bool waits)
    {
        var content = Sample.Clinic() with { Intake = state is { } given ? new Intake { State = given, AsOf = Given.Today } : null };
        Assert.Equal(waits, CardMaker.Card(content, "en").HasWaitingList);
    }

    [Fact]
    public void Phones_AtMostTwo_ThoseThatGiveHelpFirst_ElseAsWritten()
    {
        static Phone Phone(string number, bool helps) => new() { Id = Guid.NewGuid(), Number = number, Country = "GB", GivesHelp = helps };
        var content = Sample.Clinic() with { Phones = [Phone("1", false), Phone("2", false), Phone("3", true), Phone("4", true), Phone("5", true)] };
        Assert.Equal(["3", "4"], CardMaker.Card(content, "en").Phones.Select(p => p.Number));
        Assert.Equal(["1", "2"], CardMaker.Card(content with { Phones = [.. content.Phones.Take(2)] }, "en").Phones.Select(p => p.Number));
    }

    [Fact]
    public void Facts_AreThoseThatMatterBeforeAVisit_InTheOrderOfTheCatalogue()
    {
        int[] given = [42, 30, 40, 7, 6, 5, 4, 2, 1];
        var site = Guid.NewGuid();
        var content = Sample.Clinic() with
        {
            Access = [.. given.Select(facet => new AccessFact { Id = Guid.NewGuid(), Facet = facet, Yes = facet != 4, SiteId = facet == 7 ? site : null, Note = Text.Of("en", $"{facet}") })],
        };
        var facts = CardMaker.Card(content, "en").Facts;
        Assert.Equal([1, 4, 5, 6, 7, 40, 42], facts.Select(f => f.Facet));
        Assert.Equal([4], facts.Where(f => !f.Yes).Select(f => f.Facet));
        Assert.Equal([site], facts.Where(f => f.SiteId is not null).Select(f => f.SiteId));
        Assert.Equal("1", facts[0].Note!.Value);
    }

    [Fact]
    public void Sites_ShowTheStreetOfAnAddressAlone()
    {
        var card = CardMaker.Card(SiteLocator.Locate(Sample.Everything(), _ => null), "en");
        Assert.Equal([SiteKind.Address, SiteKind.Area, SiteKind.Mobile], card.Sites.Select(s => s.Kind));
        Assert.Equal(["1 Example Street", null, null], card.Sites.Select(s => s.Street));
        Assert.Equal((true, true), (card.Sites[0].ByAppointment, card.Sites[2].StopsByPhone));
        Assert.Equal((true, true, true), (card.HelpsByPhone, card.HelpsOnline, card.HelpsByPost));
    }
}
