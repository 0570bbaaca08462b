using System.Net;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Drafts;

/// <summary>What a form does not ask for changes nothing: every property of every entity is sent along, in each spelling that a binder might take.</summary>
[Property(37)]
public sealed class ExtraFieldsTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static readonly string[] s_invented = ["Status", "OrganisationId", "VettedAt", "Roles", "IsPublished", "UserId", "State", "PublishedRevisionId", "AccountId", "Actor", "Seat", "Entry", "Standing", "Role"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("about")]
    [InlineData("who")]
    [InlineData("where")]
    [InlineData("hours")]
    [InlineData("reach")]
    [InlineData("visit")]
    [InlineData("ask")]
    public async Task Section_WithEveryPropertyOfEveryEntity_SavesWhatItAsksFor(string section)
    {
        using var desk = await EntryDesk.BeginAsync(members, await members.World.Database.Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied));
        // As the form itself sends it, so that what differs is what was added.
        var page = await desk.OpenAsync(section);
        var own = page.QuerySelectorAll("main form [name]").Select(field => field.GetAttribute("name")!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        using var plain = await Form.On(page, desk.Edit(section)).SendAsync(desk.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, plain.StatusCode);
        var (before, draft) = (await RowsAsync(), CanonicalJson.Hash(await desk.DraftAsync()));
        foreach (var names in Names().Where(name => !own.Contains(name)).Chunk(400))
        {
            var fields = names.Select(name => KeyValuePair.Create(name, Value(name))).Append(new("seen", page.QuerySelector("[name=seen]")!.GetAttribute("value")!));
            using var answer = await desk.Browser.PostAsync(new Uri(desk.Edit(section), UriKind.Relative), new FormUrlEncodedContent(Typed(page).Concat(fields)), Stop);
            Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}");
            Assert.Equal(before, await RowsAsync());
            Assert.Equal(draft, CanonicalJson.Hash(await desk.DraftAsync()));
        }
    }

    [Fact]
    public async Task NewEntry_AndItsPage_TakeNothingElseEither()
    {
        var organisation = await members.World.Database.Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);
        var other = await members.World.Database.Given.SexWorkerLedAsync("Other");
        using var desk = await EntryDesk.BeginAsync(members, organisation);
        string before = await RowsAsync();
        foreach (var names in Names().Except(["name", "language", "profile", "kind", "town", "number", "website", "other", "do"], StringComparer.OrdinalIgnoreCase).Chunk(400))
        {
            using var answer = await desk.Browser.PostAsync(
                new Uri(desk.Address, UriKind.Relative), new FormUrlEncodedContent(names.Select(name => KeyValuePair.Create(name, Value(name)))), Stop);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(before, await RowsAsync());
            KeyValuePair<string, string>[] asked = [new("name", "Swan House"), new("language", "en"), new("profile", "health"), new("OrganisationId", other.Id.ToString()), new("organisation", other.Code)];
            using var begun = await desk.Browser.PostAsync(
                new Uri($"/curate/{organisation.Code}/entries/new", UriKind.Relative),
                new FormUrlEncodedContent(asked.Concat(names.Except(["organisation", "OrganisationId"], StringComparer.OrdinalIgnoreCase).Select(name => KeyValuePair.Create(name, Value(name))))), Stop);
            Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
            string code = begun.Headers.Location!.OriginalString.Split('/')[^3];
            Assert.Equal([$"working {organisation.Id}"], await members.World.Database.Owner.ListAsync<string>(
                "select state || ' ' || organisation_id from directory.service where code = $1 and published_revision_id is null", code));
            before = await RowsAsync();
        }
    }

    private IEnumerable<string> Names()
    {
        using var context = members.World.Database.Logins.Context();
        var properties = context.Model.GetEntityTypes().SelectMany(entity => entity.ClrType.GetProperties().Select(property => property.Name))
            .Concat(typeof(ListingContent).GetProperties().Select(property => property.Name)).Concat(s_invented).Distinct().ToList();
        return [.. properties.SelectMany(name => new[]
        {
            name, char.ToLowerInvariant(name[0]) + name[1..], string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())), $"Draft.{name}", $"Service.{name}",
        }).Distinct()];
    }

    private static string Value(string name) => name.EndsWith("Id", StringComparison.OrdinalIgnoreCase) ? "6f9619ff-8b86-4011-b42d-00c04fc964ff" : "listed";

    private static IEnumerable<KeyValuePair<string, string>> Typed(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelectorAll("main form [name]").SelectMany(field => field switch
    {
        AngleSharp.Html.Dom.IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? [KeyValuePair.Create(box.Name!, box.Value)] : Array.Empty<KeyValuePair<string, string>>(),
        AngleSharp.Html.Dom.IHtmlInputElement input => [KeyValuePair.Create(input.Name!, input.Value)],
        AngleSharp.Html.Dom.IHtmlTextAreaElement area => [KeyValuePair.Create(area.Name!, area.Value)],
        AngleSharp.Html.Dom.IHtmlSelectElement select => [KeyValuePair.Create(select.Name!, select.Value ?? "")],
        _ => [],
    }).Where(field => field.Key != "seen");

    /// <summary>Every row that a form could reach, but for the draft, which is looked at apart.</summary>
    private Task<string> RowsAsync() => members.World.Database.Owner.OneAsync<string>(
        """
        select md5(coalesce((select string_agg(t::text, '' order by t::text) from directory.service t), '')
          || coalesce((select string_agg(t::text, '' order by t::text) from directory.organisation t), '')
          || coalesce((select string_agg(t::text, '' order by t::text) from directory.membership t), '')
          || coalesce((select string_agg(t::text, '' order by t::text) from directory.account t), '')
          || coalesce((select string_agg(t::text, '' order by t::text) from directory.approval t), '')
          || coalesce((select string_agg(id::text || number, '' order by id::text) from directory.revision), '')
          || (select count(*) from directory.draft))
        """);
}
