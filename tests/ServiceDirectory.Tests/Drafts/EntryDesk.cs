using System.Net;
using AngleSharp.Html.Dom;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;

namespace ServiceDirectory.Tests.Drafts;

/// <summary>Somebody who writes an entry through the pages.</summary>
internal sealed class EntryDesk(MembersWorld members, Organisation organisation, Seated somebody, string code) : IDisposable
{
    public string Code => code;

    public HttpClient Browser => somebody.Browser;

    public Organisation Organisation => organisation;

    public string Address => $"/curate/{organisation.Code}/entries/{code}";

    private DirectoryLogins Logins => members.World.Database.Logins;

    public static async Task<EntryDesk> BeginAsync(MembersWorld members, Organisation organisation, string name = "Mill Clinic", ActorRole role = ActorRole.Proposer, string number = "")
    {
        var somebody = await Seated.InAsync(members, organisation, role);
        string address = $"/curate/{organisation.Code}/entries/new";
        using var begun = await Form.On(await somebody.Browser.PageAsync(address), address)
            .Fill("name", name).Fill("profile", "health").Fill("kind", "ngo").Fill("number", number).SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        return new EntryDesk(members, organisation, somebody, begun.Headers.Location!.OriginalString.Split('/')[^3]);
    }

    public async Task<EntryDesk> BesideAsync(ActorRole role = ActorRole.Proposer) =>
        new(members, organisation, await Seated.InAsync(members, organisation, role), code);

    public string Edit(string section) => $"{Address}/edit/{section}";

    public Task<IHtmlDocument> OpenAsync(string section) => Browser.PageAsync(Edit(section));

    public async Task<Form> FormAsync(string section) => Form.On(await OpenAsync(section), Edit(section));

    public async Task SaveAsync(string section, params (string Field, string[] Values)[] fields)
    {
        var form = await FormAsync(section);
        foreach (var (field, values) in fields)
            form.Fill(field, values);
        using var saved = await form.SendAsync(Browser);
        Assert.True(saved.StatusCode == HttpStatusCode.SeeOther, $"{section}: {await saved.Content.ReadAsStringAsync()}");
    }

    /// <summary>What comes back where something cannot be.</summary>
    public async Task<IHtmlDocument> RefusedAsync(string section, params (string Field, string[] Values)[] fields)
    {
        var form = await FormAsync(section);
        foreach (var (field, values) in fields)
            form.Fill(field, values);
        using var answer = await form.SendAsync(Browser);
        return await answer.PageAsync(HttpStatusCode.BadRequest);
    }

    public async Task<ListingContent> DraftAsync() => Upcasters.Default.Read(
        await Logins.Owner.OneAsync<string>(
            "select d.content::text from directory.draft d join directory.service s on s.id = d.service_id where s.code = $1 and d.organisation_id = $2", code, organisation.Id),
        ListingContent.CurrentVersion);

    public async Task<HttpResponseMessage> DoAsync(string what) => await Browser.PostAsync(
        new Uri(Address, UriKind.Relative), new FormUrlEncodedContent([new("do", what)]), TestContext.Current.CancellationToken);

    public void Dispose() => somebody.Dispose();
}
