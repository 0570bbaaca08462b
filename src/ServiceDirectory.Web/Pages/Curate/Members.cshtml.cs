using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Who works in an organisation: for its coordinators, and for nobody else there.</summary>
[Needs(Deed.ManageMembers)]
public sealed class MembersModel(MembershipService memberships, InvitationService invitations) : CurateModel
{
    [BindProperty(Name = CurateField.Role)]
    public string[] TypedRoles { get; set; } = [];

    [BindProperty(Name = CurateField.Member)]
    public string? TypedMember { get; set; }

    [BindProperty(Name = CurateField.Anew)]
    public string? TypedAnew { get; set; }

    [BindProperty(Name = CurateField.Confirm)]
    public string? TypedConfirm { get; set; }

    [BindProperty(Name = CurateField.Withdraw)]
    public Guid? Withdraw { get; set; }

    public IReadOnlyList<Member> Members { get; private set; } = [];

    public IReadOnlyList<WaitingInvitation> Waiting { get; private set; } = [];

    /// <summary>An invitation that was just made: its link, shown once.</summary>
    public string? NewLink { get; private set; }

    /// <summary>It opens an account anew, later.</summary>
    public bool IsNewLinkAnew { get; private set; }

    /// <summary>Somebody of another organisation was confirmed: from when their way in is open.</summary>
    public LocalDate? ConfirmedFrom { get; private set; }

    /// <summary>The key of what was wrong with a name of another organisation; null: nothing.</summary>
    public string? WrongConfirm { get; private set; }

    /// <summary>The key of what was wrong; null: nothing.</summary>
    public string? Wrong { get; private set; }

    /// <summary>At whose roles it was wrong; null: at the invitation.</summary>
    public string? WrongAt { get; private set; }

    /// <summary>Whether they may say yes for another organisation.</summary>
    public bool MayConfirm => Standing.HasVoice || WrongConfirm is not null;

    public IReadOnlyList<ActorRole> Possible => OrganisationRoles.Of(Seat.Kind);

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Request.Has(CurateField.Withdraw))
            return Withdraw is { } id ? await WithdrawAsync(id, cancellationToken) : NotFound();
        if (Request.Has(CurateField.Anew))
            return await AskAnewAsync(TypedAnew ?? "", cancellationToken);
        if (Request.Has(CurateField.Confirm))
            return await ConfirmAnewAsync(TypedConfirm ?? "", cancellationToken);
        var roles = TypedRoles.Distinct().ToList();
        var chosen = Possible.Where(role => roles.Contains(EnumSlug.Of(role))).ToList();
        if (chosen.Count != roles.Count)
            return await RefuseAsync("Members.RoleUnknown", cancellationToken);
        return Request.Has(CurateField.Member) ? await ChangeAsync(TypedMember ?? "", chosen, cancellationToken) : await InviteAsync(chosen, cancellationToken);
    }

    private async Task<IActionResult> InviteAsync(List<ActorRole> roles, CancellationToken cancellation)
    {
        if (roles.Count == 0)
            return await RefuseAsync("Members.NoRole", cancellation);
        try
        {
            var made = await invitations.MakeAsync(new InviteMember(Seat.OrganisationId, roles, Now), Actor, cancellation);
            ShowLink(made.Code);
            return await ShowAsync(cancellation);
        }
        catch (ListingRefusedException refused)
        {
            return await RefuseAsync(refused.Rule == "membership_keeper" ? "Members.Keeper" : "Members.Apart", cancellation);
        }
    }

    private async Task<IActionResult> ChangeAsync(string name, List<ActorRole> roles, CancellationToken cancellation)
    {
        WrongAt = name;
        var member = await FindAsync(name, cancellation);
        if (member is null)
            return NotFound();
        try
        {
            await memberships.ChangeAsync(new ChangeRoles(Seat.OrganisationId, member.AccountId, roles, Now), Actor, AccountCookie.Read(Request), cancellation);
            // Whoever gave the part away has no way back to this page.
            bool isGone = member.AccountId == Member.AccountId && !roles.Contains(ActorRole.Coordinator);
            return new SeeOther(isGone ? Links.Account : Links.Members(Seat.Code));
        }
        catch (ListingRefusedException refused)
        {
            return refused.Rule switch
            {
                "membership_last" => await RefuseAsync("Members.Last", cancellation),
                "membership_keeper" => await RefuseAsync("Members.Keeper", cancellation),
                "membership_unknown" => NotFound(),
                _ => await RefuseAsync("Members.Apart", cancellation),
            };
        }
    }

    private async Task<IActionResult> AskAnewAsync(string name, CancellationToken cancellation)
    {
        var member = await FindAsync(name, cancellation);
        if (member is null)
            return NotFound();
        try
        {
            var made = await invitations.AskAnewAsync(new AskAnew(Seat.OrganisationId, member.AccountId, Member.AccountId, Now), Actor, cancellation);
            ShowLink(made.Code);
            IsNewLinkAnew = true;
            return await ShowAsync(cancellation);
        }
        catch (ListingRefusedException)
        {
            // Their last role was taken away meanwhile.
            return NotFound();
        }
    }

    private async Task<IActionResult> ConfirmAnewAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var from = name.Length > AccountText.Longest ? null : await invitations.ConfirmAnewAsync(new ConfirmAnew(name, Member.AccountId, Now), Actor, cancellation);
            ConfirmedFrom = from?.InUtc().Date;
            WrongConfirm = from is null ? "Anew.Unknown" : null;
        }
        catch (ListingRefusedException refused)
        {
            WrongConfirm = refused.Rule switch
            {
                "invitation_same" => "Anew.Same",
                "invitation_voice" => "Anew.NoVoice",
                _ => "Anew.Own",
            };
        }

        if (WrongConfirm is not null)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return await ShowAsync(cancellation);
    }

    private async Task<Member?> FindAsync(string name, CancellationToken cancellation) =>
        (await memberships.OfAsync(Seat.OrganisationId, cancellation)).SingleOrDefault(member => member.Name == name);

    private void ShowLink(string code)
    {
        NewLink = $"{HttpContext.Site()}{Links.Join(SecretCode.Show(code))}";
        HttpContext.SendUncompressed();
    }

    /// <summary>What was used or taken back before is not there any more, and the page says so by not showing it.</summary>
    private async Task<IActionResult> WithdrawAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            await invitations.WithdrawAsync(new WithdrawInvitation(id, Now), Actor, cancellation);
            return new SeeOther(Links.Members(Seat.Code));
        }
        catch (ListingRefusedException)
        {
            return NotFound();
        }
    }

    private async Task<IActionResult> RefuseAsync(string wrong, CancellationToken cancellation)
    {
        Wrong = wrong;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return await ShowAsync(cancellation);
    }

    private async Task<PageResult> ShowAsync(CancellationToken cancellation)
    {
        Members = await memberships.OfAsync(Seat.OrganisationId, cancellation);
        Waiting = await invitations.WaitingAsync(Seat.OrganisationId, Now, cancellation);
        return Page();
    }
}
